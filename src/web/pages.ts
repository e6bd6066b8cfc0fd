import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { WebEnv } from "./types.ts";

const packed = promisify(gzip);
/** Characters below which compressing gains nothing. */
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

/**
 * Makes `c.html` answer with a page in one piece, compressed for those who take it so. A view's own object, or a stream
 * that compresses, would become a whole `Response` of the web on the way, which costs as much as to write the page.
 */
export const pagesInOnePiece: MiddlewareHandler<WebEnv> = async (c, next) => {
  c.env.outgoing.setHeader("vary", "accept-encoding");
  const accepted = c.env.incoming.headers["accept-encoding"]?.toString();
  const compresses = c.req.method !== "HEAD" && takesGzip(accepted);
  const plain = c.html;
  c.html = ((page: string | Promise<string>, status?: ContentfulStatusCode, own?: Record<string, string>) => {
    if (page instanceof Promise) return page.then((text) => c.html(text, status, own));
    const text = String(page);
    if (!compresses || text.length < worthwhile) return plain(text, status, own);
    const headers = { "content-type": "text/html; charset=UTF-8", "content-encoding": "gzip", ...own };
    return packed(text).then((body) => c.body(body, status, headers));
  }) as typeof plain;
  await next();
};
