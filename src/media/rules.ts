/** Pictures are small: faces, logos, workspaces. Pixels along the longer side. */
export const longestSide = 512;
/** Bytes of an upload, or of a picture on another server. */
export const largestFile = 8 * 1024 * 1024;
/** Pixels that are decoded at most: 7,000 × 5,700, more than a phone's camera makes. */
export const mostPixels = 40_000_000;
/** Milliseconds for which a remote picture that failed is not asked for again. */
export const retryAfter = 60 * 60_000;

/** Told by their content, not by their name. SVG is left out: it is a program. */
export const readable = new Set([
  "image/jpeg",
  "image/png",
  "image/apng",
  "image/webp",
  "image/gif",
  "image/avif",
]);
