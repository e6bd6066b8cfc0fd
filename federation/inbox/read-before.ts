import type { Store } from "../../db/index.ts";
import type { JsonObject } from "../wire/json.ts";

/** Documents in memory, none longer than this, in characters. */
const most = 256;
const longest = 16_000;

interface Known {
  body: string;
  document: JsonObject;
}

const read = new WeakMap<Store, Map<string, Known>>();

/** What was read at the door is dealt with a moment later. */
export function remember({ whole }: Store, iri: string, known: Known): void {
  if (known.body.length > longest) return;
  let all = read.get(whole);
  if (!all) read.set(whole, (all = new Map()));
  if (all.size >= most) all.delete(all.keys().next().value!);
  all.set(iri, known);
}

/** The document of what arrived, which is not read a second time where it was just read. */
export function documentIn({ whole }: Store, { iri, body }: { iri: string; body: string }): JsonObject {
  const known = read.get(whole)?.get(iri);
  // Of two bodies with the same name the first one counts, and that is in the database.
  return known?.body === body ? known.document : (JSON.parse(body) as JsonObject);
}
