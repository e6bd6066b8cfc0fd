import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Request, WebEnv } from "./types.ts";

const packed = promisify(gzip);
/** Bytes below which compressing gains nothing. */
const worthwhile = 1024;

/** Whether a request takes gzip, by name or by `*`, unless with a weight of nothing (RFC 9110, 12.5.3). */
export function takesGzip(accepted: string | undefined): boolean {
  const weights = new Map(
    (accepted ?? "").split(",").map((part) => {
      const [name = "", ...rest] = part.toLowerCase().split(";");
      const weight = rest.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(Boolean);
      return [name.trim(), weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0;
}

/** How hard to try. What apps ask again and again repeats itself: a fifth more bytes take a third of the time. */
const levels: Record<string, number | undefined> = { "application/json": 3 };

/** Bytes of a text, compressed for those who take them so. */
function inOnePiece(
  c: Request,
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  status?: ContentfulStatusCode,
  own?: Record<string, string>,
): Response | Promise<Response> {
  const headers = { "content-type": type, ...own };
  const accepted = c.env.incoming.headers["accept-encoding"]?.toString();
  if (bytes.byteLength < worthwhile || c.req.method === "HEAD" || !takesGzip(accepted))
    return c.body(bytes, status, headers);
  return packed(bytes, { level: levels[type] }).then((body) =>
    c.body(body, status, { "content-encoding": "gzip", ...headers }),
  );
}

/**
 * Makes `c.html` answer with bytes, compressed for those who take them so. A view's own object, or a stream that
 * compresses, would become a whole `Response` of the web on the way, which costs as much as to write the page; a text
 * would be gone through twice, to count its bytes and to send them.
 */
export const pagesInOnePiece: MiddlewareHandler<WebEnv> = async (c, next) => {
  c.env.outgoing.setHeader("vary", "accept-encoding");
  const html = (
    page: string | Promise<string>,
    status?: ContentfulStatusCode,
    own?: Record<string, string>,
  ) => {
    if (page instanceof Promise) return page.then((text) => c.html(text, status, own));
    return inOnePiece(c, Buffer.from(String(page)), "text/html; charset=UTF-8", status, own);
  };
  c.html = html as typeof c.html;
  await next();
};

/** JSON that is written already, as the bytes that are sent. */
export class Written {
  readonly bytes: Uint8Array<ArrayBuffer>;
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }
}

/** Makes `c.json` answer in the same way. */
export const jsonInOnePiece: MiddlewareHandler<WebEnv> = async (c, next) => {
  c.env.outgoing.setHeader("vary", "accept-encoding");
  const json = (value: unknown, status?: ContentfulStatusCode, own?: Record<string, string>) => {
    const bytes = value instanceof Written ? value.bytes : Buffer.from(JSON.stringify(value));
    return inOnePiece(c, bytes, "application/json", status, own);
  };
  c.json = json as unknown as typeof c.json;
  await next();
};
