import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../federation/wire/json.ts";
import type { Rules, Simulator } from "./simulator.ts";

const origin = (iri: unknown): string => new URL(String(iri)).origin;

/** What is embedded but of another server than whoever sends it is stripped to its address, and read there. */
async function whole(embedded: unknown, by: string, at: Simulator): Promise<JsonObject> {
  const id = typeof embedded === "string" ? embedded : String((embedded as JsonObject).id);
  if (typeof embedded === "object" && origin(id) === by) return embedded as JsonObject;
  const read = await at.read(id);
  if (!read) throw new Error(`${id} cannot be had`);
  if (typeof embedded === "object") {
    const { "@context": _its, ...there } = read;
    const { "@context": _sent, ...here } = embedded as JsonObject;
    if (!isDeepStrictEqual(there, here)) throw new Error(`${id} is another one there`);
  }
  return read;
}

async function act(activity: JsonObject, at: Simulator): Promise<void> {
  const by = origin(activity.actor);
  const { object } = activity;
  const id = typeof object === "string" ? object : String((object as JsonObject).id);
  if (activity.type === "Delete") {
    const left = await at.read(id);
    if (left && left.type !== "Tombstone") throw new Error("It still stands there");
    at.posts.delete(id);
  } else if (activity.type === "Update") {
    // Whatever is inside, NodeBB reads the post where it stands.
    at.posts.set(id, await whole(id, by, at));
  } else if (activity.type === "Create") {
    at.posts.set(id, await whole(object, by, at));
  } else if (
    !["Like", "Accept", "Reject", "Follow", "Undo", "Add", "Remove", "Lock"].includes(String(activity.type))
  )
    throw new Error(`${String(activity.type)} is not known`);
}

/**
 * NodeBB 4: reads draft-cavage only and says 400 to RFC 9421; a key is the actor's address and a fragment; what another
 * server made is read there.
 */
export const nodebb: Rules = {
  hostname: "nodebb.localhost",
  software: "nodebb",
  door(headers) {
    if (headers["signature-input"]) return { status: 400 };
    return /keyId="[^"#]+#[^"]+"/.test(String(headers.signature)) ? null : { status: 400 };
  },
  async take(activity, at) {
    if (activity.type !== "Announce") return act(activity, at);
    const inner = await whole(activity.object, origin(activity.actor), at);
    // A bare post is one more that the category has.
    if (!inner.actor) at.posts.set(String(inner.id), inner);
    else await act(inner, at);
  },
};
