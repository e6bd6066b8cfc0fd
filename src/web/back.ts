import { localPath } from "./request.ts";
import type { Request } from "./types.ts";

/**
 * The way back to the page on which something was done, to one place on it; never an address elsewhere.
 *
 * @param given the page, as its form sent it
 * @param otherwise where that is nothing of this site
 * @param place id of an element there; none leads to the head of the page
 */
export function wayBack(c: Request, given: unknown, otherwise: string, place?: string): string {
  const { pathname, search } = new URL(localPath(given, otherwise), c.var.ctx.origin);
  // As it was read: `/.//north.example` would have become another server's address.
  return localPath(pathname + search, otherwise) + (place ? `#${place}` : "");
}
