import { and, asc, desc, gt, lt, type SQL, type SQLWrapper } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Id } from "../core/id.ts";
import type { Request } from "../web/index.ts";

/** Which part of a list an app asks for. */
export interface Paging {
  /** Only what is older. */
  max: Id | null;
  /** Only what is newer; the newest of it. */
  since: Id | null;
  /** Only what is newer; what is immediately newer. */
  min: Id | null;
  limit: number;
}

/** An id in a parameter. One that is larger than any of ours is larger than all. */
function bound(text: string | undefined): Id | null {
  if (!text || !/^\d{1,30}$/.test(text)) return null;
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

export function pagingOf(c: Request, { usual = 20, most = 40 } = {}): Paging {
  const limit = Number(c.req.query("limit") ?? usual);
  return {
    max: bound(c.req.query("max_id")),
    since: bound(c.req.query("since_id")),
    min: bound(c.req.query("min_id")),
    limit: Number.isFinite(limit) && limit >= 1 ? Math.min(Math.floor(limit), most) : usual,
  };
}

export const between = (column: SQLiteColumn, { max, since, min }: Paging): SQL | undefined =>
  and(
    max === null ? undefined : lt(column, max),
    since === null ? undefined : gt(column, since),
    min === null ? undefined : gt(column, min),
  );

export const direction = (column: SQLWrapper, { min }: Paging): SQL =>
  min === null ? desc(column) : asc(column);

/** The newest first, whichever way they were found. */
export const newestFirst = <Row>(rows: Row[], { min }: Paging): Row[] =>
  min === null ? rows : rows.reverse();

/** The part of a list that is here already, the newest first, which an app asks for. */
export function within(ids: readonly Id[], { max, since, min, limit }: Paging): Id[] {
  const above = Math.max(since ?? 0, min ?? 0);
  const fits = ids.filter((id) => (max === null || id < max) && id > above);
  return min === null ? fits.slice(0, limit) : fits.slice(-limit);
}

export interface Found<Item> {
  items: Item[];
  /** Ids by which the list goes on, the newest first: also of what was passed over. */
  first: Id | null;
  last: Id | null;
  /** Whether something follows in the direction that was asked. */
  more: boolean;
}

/**
 * Fills a page: asks for ids until enough of them can be shown. What has been deleted, or may not be seen, leaves no
 * gap at which an app would take the list to be over.
 */
export async function fill<Item>(
  paging: Paging,
  idsOf: (paging: Paging) => Promise<Id[]>,
  load: (ids: Id[]) => Promise<Item[]>,
): Promise<Found<Item>> {
  const found: Found<Item> = { items: [], first: null, last: null, more: true };
  const upwards = paging.min !== null;
  let at = paging;
  for (let round = 0; round < 5 && found.more && found.items.length < paging.limit; round++) {
    const ids = await idsOf(at);
    found.more = ids.length === paging.limit;
    const [first, last] = [ids[0], ids.at(-1)];
    if (first === undefined || last === undefined) break;
    const items = await load(ids);
    if (upwards) {
      found.items = [...items, ...found.items];
      found.first = first;
      found.last ??= last;
      at = { ...at, min: first };
    } else {
      found.items.push(...items);
      found.first ??= first;
      found.last = last;
      at = { ...at, max: last };
    }
  }
  return found;
}

/** The addresses of the pages before and after, with the query that was asked (RFC 8288). */
export function linkPages(c: Request, { first, last, more }: Omit<Found<unknown>, "items">): void {
  const { origin } = c.get("ctx");
  // Most paths and no query need not be taken apart, which costs as much as a look into the database.
  const path = /^[\w/.-]+$/.test(c.req.path) ? c.req.path : new URL(origin + c.req.path).pathname;
  const { url } = c.req;
  const query = new URLSearchParams(url.includes("?") ? url.slice(url.indexOf("?")) : "");
  for (const one of ["max_id", "min_id", "since_id", "access_token"]) query.delete(one);
  const rest = query.size > 0 ? `${query}&` : "";
  const address = (name: string, id: Id) => `${origin}${path}?${rest}${name}=${id}`;
  const upwards = c.req.query("min_id") !== undefined;
  const links = [
    last !== null && (more || upwards) ? `<${address("max_id", last)}>; rel="next"` : null,
    first !== null ? `<${address("min_id", first)}>; rel="prev"` : null,
  ].filter((link) => link !== null);
  // To Node's response at once: with a header of its own the web's `Response` becomes a whole one.
  if (links.length > 0) c.env.outgoing.setHeader("link", links.join(", "));
}

/** The same for lists that have ids of their own: the order in which something was saved, muted and so on. */
export function fillRows<Item>(
  paging: Paging,
  rowsOf: (paging: Paging) => Promise<{ id: Id; of: Id }[]>,
  load: (ids: Id[]) => Promise<Item[]>,
): Promise<Found<Item>> {
  const meant = new Map<Id, Id>();
  const idsOf = async (asked: Paging) => {
    const rows = newestFirst(await rowsOf(asked), asked);
    for (const { id, of } of rows) meant.set(id, of);
    return rows.map(({ id }) => id);
  };
  return fill(paging, idsOf, (ids) => load(ids.map((id) => meant.get(id)!)));
}
