import { createHash } from "node:crypto";
import { invalid } from "../core/refusal.ts";
import type { Result } from "../core/result.ts";
import { largestFile, longestSide, mostPixels, readable } from "./rules.ts";

/** A picture as we made it: WebP, at most 512 pixels along its longer side, nothing in it but pixels. */
export interface Picture {
  data: Uint8Array;
  type: "image/webp";
  width: number;
  height: number;
  /** Hexadecimal. */
  sha256: string;
}

/**
 * Decodes a picture from outside and encodes it anew, which leaves nothing of the original file: no place where it was
 * taken, no script, no second picture. Of an animation the first frame stays.
 */
export async function encodePicture(bytes: Uint8Array): Promise<Result<Picture>> {
  if (bytes.byteLength === 0) return { ok: false, problem: "The picture is empty" };
  if (bytes.byteLength > largestFile) return { ok: false, problem: "The picture must be smaller than 8 MB" };
  const { fileTypeFromBuffer } = await import("file-type");
  // Its parsers throw on some broken files.
  const kind = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (!kind || !readable.has(kind.mime)) {
    return { ok: false, problem: "The picture must be a JPEG, PNG, WebP, GIF or AVIF file" };
  }
  // Loaded at first use only: most processes never see a picture, and it takes memory.
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", pages: 1 })
      .timeout({ seconds: 10 })
      .rotate()
      .resize(longestSide, longestSide, { fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    const sha256 = createHash("sha256").update(data).digest("hex");
    return {
      ok: true,
      value: { data, type: "image/webp", width: info.width, height: info.height, sha256 },
    };
  } catch (error) {
    const tooMany = error instanceof Error && /pixel limit/i.test(error.message);
    return {
      ok: false,
      problem: tooMany
        ? "The picture has too many pixels. Make it smaller, then try again."
        : "The picture could not be read. Try another file.",
    };
  }
}

/**
 * The picture a form brought, or null where none was chosen.
 *
 * @param value the field as the form has it
 * @param field its name, for the message
 * @throws {Refusal} `invalid` on the field
 */
export async function uploadedPicture(value: unknown, field = "picture"): Promise<Picture | null> {
  if (Array.isArray(value)) throw invalid(field, "Choose one picture");
  if (!(value instanceof File) || (value.size === 0 && value.name === "")) return null;
  if (value.size > largestFile) throw invalid(field, "The picture must be smaller than 8 MB");
  const encoded = await encodePicture(new Uint8Array(await value.arrayBuffer()));
  if (!encoded.ok) throw invalid(field, encoded.problem);
  return encoded.value;
}
