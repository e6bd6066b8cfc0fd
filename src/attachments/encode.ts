import { createHash } from "node:crypto";
import { Refusal } from "../core/refusal.ts";
import type { Result } from "../core/result.ts";
import { blankFilm } from "./boxes.ts";
import {
  type FileKind,
  kindOf,
  largestFile,
  largestPicture,
  longestSide,
  mostPixels,
  smallSide,
} from "./rules.ts";

/** A file as it is kept. */
export interface Encoded {
  kind: FileKind;
  mediaType: string;
  data: Uint8Array;
  sha256: string;
  width: number | null;
  height: number | null;
  duration: number | null;
  /** WebP; for a picture the one that stands in the post, for what is heard or watched the one before it. */
  small: Small | null;
}

export interface Small {
  data: Uint8Array;
  width: number;
  height: number;
}

const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** Pictures that are decoded at one time: each may take hundreds of megabytes for a moment. */
const atOnce = 2;
let busy = 0;
const waiting: (() => void)[] = [];

async function turn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else busy++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy--;
  }
}

const refused = (problem: string) => ({ ok: false, problem }) as const;
const notTaken =
  "This kind of file cannot be attached. Pictures (JPEG, PNG, WebP, GIF), films (MP4, WebM), recordings (MP3, M4A, Ogg, WAV), PDF, Word, Excel, PowerPoint and OpenDocument files can. A file is told by what is in it, not by its name.";

/** What a file is, by its first bytes; null for what nobody knows. */
async function mediaTypeOf(bytes: Uint8Array): Promise<string | null> {
  const { fileTypeFromBuffer } = await import("file-type");
  // Its parsers throw on some broken files.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return found?.mime ?? null;
}

/**
 * Takes a file from outside: tells what it is by its content, and makes pictures anew, so that nothing of the original
 * is left but what can be seen: no place, no camera, no second file behind the first. Of films place and device are
 * blanked. Everything else is kept as it came.
 */
export async function encodeFile(bytes: Uint8Array): Promise<Result<Encoded>> {
  if (bytes.byteLength === 0) return refused("The file is empty");
  if (bytes.byteLength > largestFile) return refused("The file must be smaller than 40 MB");
  const found = await mediaTypeOf(bytes);
  const known = found === null ? null : kindOf(found);
  if (!known) return refused(notTaken);
  const { kind, mediaType } = known;
  if (kind === "image") return turn(() => encodePicture(bytes));
  const isFilm = ["video/mp4", "video/quicktime", "audio/mp4"].includes(mediaType);
  const data = isFilm ? Uint8Array.from(bytes) : bytes;
  const { width, height, duration } = isFilm
    ? blankFilm(data)
    : { width: null, height: null, duration: null };
  const value = { kind, mediaType, data, sha256: sha256(data), width, height, duration, small: null };
  return { ok: true, value };
}

async function encodePicture(bytes: Uint8Array): Promise<Result<Encoded>> {
  if (bytes.byteLength > largestPicture) return refused("The picture must be smaller than 16 MB");
  // Loaded at first use only: most processes never see a picture, and it takes memory.
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  const open = (animated: boolean) =>
    sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", animated })
      .timeout({ seconds: 20 })
      .rotate()
      .toColourspace("srgb");
  const inside = { fit: "inside", withoutEnlargement: true } as const;
  try {
    const { pages = 1 } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: "error" }).metadata();
    const animated = pages > 1;
    const { data, info } = await open(animated)
      .resize({ width: longestSide, height: animated ? undefined : longestSide, ...inside })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    // On a page an animation stands still: nobody is made to see it move.
    const still = await open(false)
      .resize({ width: smallSide, height: smallSide, ...inside })
      .webp({ quality: 78 })
      .toBuffer({ resolveWithObject: true });
    return {
      ok: true,
      value: {
        kind: "image",
        mediaType: "image/webp",
        data,
        sha256: sha256(data),
        width: info.width,
        height: info.pageHeight ?? info.height,
        duration: null,
        small: { data: still.data, width: still.info.width, height: still.info.height },
      },
    };
  } catch (error) {
    const tooMany = error instanceof Error && /pixel limit/i.test(error.message);
    return refused(
      tooMany
        ? "The picture has too many pixels. Make it smaller, then try again."
        : "The picture could not be read. Try another file.",
    );
  }
}

/**
 * A picture to stand for a film or a recording.
 *
 * @throws {Refusal} `invalid` where it is none
 */
export async function encodeSmall(bytes: Uint8Array): Promise<Small> {
  const encoded = await encodeFile(bytes);
  if (!encoded.ok || !encoded.value.small)
    throw new Refusal("invalid", encoded.ok ? "The thumbnail must be a picture." : encoded.problem);
  return encoded.value.small;
}
