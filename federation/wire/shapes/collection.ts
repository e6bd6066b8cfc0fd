import { z } from "zod";
import type { Result } from "../../../src/core/result.ts";
import { isObject, type JsonObject, type WireProblem } from "../json.ts";
import { malformed, readBy, unknownType } from "./outcome.ts";
import { anything, count, isIri, link, list, ownId, typeAmong } from "./primitives.ts";

export const collectionTypes = [
  "Collection",
  "OrderedCollection",
  "CollectionPage",
  "OrderedCollectionPage",
] as const;

export interface Collection {
  type: (typeof collectionTypes)[number];
  id: string | null;
  /** Newest first, as a rule. */
  ordered: boolean;
  totalItems: number | null;
  /** What is in it, or on this page, as it came: addresses and whole things. */
  items: (string | JsonObject)[];
  /** The first page: its address, or the page itself where it came along. */
  first: string | Collection | null;
  last: string | null;
  next: string | null;
  prev: string | null;
  partOf: string | null;
}

/** Items on one page. */
const mostItems = 5000;

const schema = z.object({
  id: anything,
  totalItems: count,
  items: anything,
  orderedItems: anything,
  first: anything,
  last: link,
  next: link,
  prev: link,
  partOf: link,
});

function read(document: unknown, outermost: boolean): Result<Collection, WireProblem> {
  const type = isObject(document) && typeAmong(document.type, collectionTypes);
  if (!type) return unknownType(document, "collection");
  const fields = readBy(schema, document);
  if (!fields.ok) return fields;
  const { id: own, items, orderedItems, first, ...rest } = fields.value;
  // A page that comes along inside of its collection has none (Mastodon).
  if (own !== undefined && own !== null && !isIri(own)) return malformed("id", "has to be a web address");
  const all = [...list(orderedItems), ...list(items)];
  if (all.length > mostItems)
    return { ok: false, kind: "too-large", problem: `items has more than ${mostItems} entries.` };
  const page = isObject(first) && outermost ? read(first, false) : null;
  const value: Collection = {
    ...rest,
    type,
    id: own ?? null,
    ordered: type.startsWith("Ordered"),
    items: all.filter((one): one is string | JsonObject => isIri(one) || isObject(one)),
    first: page?.ok ? page.value : link.parse(first),
  };
  return { ok: true, value };
}

/** Reads a collection or a page of one, normalised before. See `parseActivity` for how. */
export const parseCollection = (document: unknown): Result<Collection, WireProblem> => read(document, true);

const tombstone = z.object({ id: ownId });

/** The address of what stood where a Tombstone is; `null` for anything else. */
export function tombstoneOf(document: unknown): string | null {
  if (!isObject(document) || !typeAmong(document.type, ["Tombstone"])) return null;
  return tombstone.safeParse(document).data?.id ?? null;
}
