import { Readable } from "node:stream";
import type { Context } from "../context.ts";
import { Refusal } from "../core/refusal.ts";
import type { Request } from "../web/index.ts";
import { bytesOf, type Variant } from "./store.ts";
import type { StoredFile } from "./queries.ts";
import { typeName } from "./rules.ts";

export const isVariant = (text: string | undefined): text is Variant =>
  text === "original" || text === "small";

/** Who may see a file besides whoever asks now: decides what may keep it, and which pages may show it. */
export type Shown = "to everybody" | "to whoever has the address" | "to whoever asks";

/** Seconds for which a browser keeps a file. Others may see it only as long as the post is there and open. */
const keptFor = 3600;

function headersFor(file: StoredFile, variant: Variant, shown: Shown): Record<string, string> {
  const small = variant === "small";
  const name = file.name ?? `${file.kind}.${typeName(file.mediaType).toLowerCase()}`;
  const inPlace = small || file.kind !== "document";
  const elsewhere = shown !== "to whoever asks";
  return {
    "content-type": small ? "image/webp" : file.mediaType,
    "content-disposition": inPlace ? "inline" : `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    // The browser's own page around a picture or a film that is opened has styles in it.
    "content-security-policy":
      "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "accept-ranges": "bytes",
    vary: "cookie, signature, range",
    "cache-control": `${shown === "to everybody" ? "public" : "private"}, max-age=${keptFor}`,
    "cross-origin-resource-policy": elsewhere ? "cross-origin" : "same-origin",
    ...(elsewhere ? { "access-control-allow-origin": "*" } : {}),
  };
}

/** The part of a file that is asked for (RFC 9110, 14.2); several parts are answered with the whole. */
function partOf(range: string | undefined, size: number): { first: number; last: number } | "none" | null {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? "") ?? [];
  if (from === "" && to === "") return null;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return first >= size || first > last ? "none" : { first, last };
}

/**
 * Answers with a file, or with the part of it that is asked for. Whoever calls has made sure that the asker may see it.
 *
 * @throws {Refusal} `not found` where there is no such form of it
 */
export function answerFile(c: Request, ctx: Context, file: StoredFile, variant: Variant, shown: Shown) {
  const size = variant === "small" ? file.smallSize : file.size;
  if (size === null) throw new Refusal("not found", "There is nothing here, or you may not see it.");
  const headers = headersFor(file, variant, shown);
  const part = partOf(c.req.header("range"), size);
  if (part === "none") return c.body(null, 416, { ...headers, "content-range": `bytes */${size}` });
  const { first, last } = part ?? { first: 0, last: size - 1 };
  const pieces = Readable.from(bytesOf(ctx.store, { attachmentId: file.id, variant }, first, last));
  return c.body(Readable.toWeb(pieces) as ReadableStream, part ? 206 : 200, {
    ...headers,
    "content-length": String(last - first + 1),
    ...(part ? { "content-range": `bytes ${first}-${last}/${size}` } : {}),
  });
}
