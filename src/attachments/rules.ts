import type { attachment } from "../../db/index.ts";

export type FileKind = (typeof attachment.$inferSelect)["kind"];

/** Files of one post. Of what comes from elsewhere the first so many count. */
export const mostFiles = 8;
/** Characters of a description, as Mastodon's. */
export const longestDescription = 1500;
export const longestName = 200;

const megabyte = 1024 * 1024;
/** Bytes of a picture as it is uploaded; it is made smaller. */
export const largestPicture = 16 * megabyte;
/** Bytes of a film, a recording or a document. */
export const largestFile = 40 * megabyte;
/** Pixels that are decoded at most, over all frames of an animation. */
export const mostPixels = 40_000_000;
/** Pixels along the longer side of a picture as it is kept, and of the one that stands in a post. */
export const longestSide = 2560;
export const smallSide = 800;

/** How much somebody may have uploaded and not posted. */
export const mostWaiting = 40;
export const largestWaiting = 200 * megabyte;
/** Milliseconds after which an upload that was not posted is deleted. */
export const waitingFor = 24 * 60 * 60_000;

/** Milliseconds for which a file elsewhere that could not be fetched is not asked for again. */
export const retryAfter = 60 * 60_000;

/**
 * What may be attached, told by its content and never by its name. SVG, HTML and what else can be a program is left out,
 * and so are office files of the old kind and those with macros.
 */
const kinds: Record<string, FileKind> = {
  "image/jpeg": "image",
  "image/png": "image",
  "image/apng": "image",
  "image/webp": "image",
  "image/gif": "image",
  "image/avif": "image",
  "video/mp4": "video",
  "video/webm": "video",
  "video/quicktime": "video",
  "audio/mpeg": "audio",
  "audio/mp4": "audio",
  "audio/aac": "audio",
  "audio/ogg": "audio",
  "audio/flac": "audio",
  "audio/wav": "audio",
  "application/pdf": "document",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "document",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "document",
  "application/vnd.oasis.opendocument.text": "document",
  "application/vnd.oasis.opendocument.spreadsheet": "document",
  "application/vnd.oasis.opendocument.presentation": "document",
};

/** Names that mean the same. */
const plainer: Record<string, string> = {
  "audio/ogg; codecs=opus": "audio/ogg",
  "audio/x-m4a": "audio/mp4",
  "audio/mp3": "audio/mpeg",
  "audio/x-wav": "audio/wav",
  "video/x-m4v": "video/mp4",
  "image/jpg": "image/jpeg",
};

export const mediaTypes = Object.keys(kinds);

/** A media type as it is kept, and what that makes of a file; null for what is not taken. */
export function kindOf(mediaType: string): { mediaType: string; kind: FileKind } | null {
  const plain = mediaType.trim().toLowerCase();
  const known = plainer[plain] ?? plain.split(";", 1)[0]!.trim();
  const kind = Object.hasOwn(kinds, known) ? kinds[known] : undefined;
  return kind ? { mediaType: known, kind } : null;
}

/** Addresses to which a file for a post may be sent; elsewhere a body is much smaller. */
export const takesFiles = (path: string): boolean =>
  /^\/api\/v[12]\/media(\/\d+)?$/.test(path) ||
  /^\/workspaces\/[^/]+\/((forum|events|pages|files)\/new|offers\/new-(offer|request)|discussions\/\d+\/comments|posts\/\d+\/edit)$/.test(
    path,
  );

/** The short name of a media type, for people: "PDF". */
export function typeName(mediaType: string): string {
  if (mediaType.includes("wordprocessingml")) return "Word";
  if (mediaType.includes("spreadsheetml")) return "Excel";
  if (mediaType.includes("presentationml")) return "PowerPoint";
  if (mediaType.includes("opendocument")) return "OpenDocument";
  return mediaType.split("/")[1]!.replace("quicktime", "MOV").replace("mpeg", "MP3").toUpperCase();
}
