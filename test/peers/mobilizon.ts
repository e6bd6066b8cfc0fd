import type { JsonObject } from "../../federation/wire/json.ts";
import { host, idOf } from "./groups.ts";
import type { Rules, Simulator } from "./simulator.ts";

/** `{WDshort}, {0D} {Mshort} {YYYY} {h24}:{m}:{s} GMT`, and nothing else. */
const date = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

const actors = ["Person", "Group", "Application", "Service", "Organization"];

/** What it can make something of; a `Page` is not among it. */
function create(post: JsonObject, at: Simulator): void {
  const { type, attributedTo, actor, id } = post;
  if (type !== "Note" && type !== "Event" && !(type === "Article" && attributedTo && actor))
    throw new Error(`not supported: ${String(type)}`);
  at.posts.set(String(id), post);
}

/** An answer is about what was asked, by its address, and by whoever was asked. */
async function answered({ object, actor }: JsonObject, at: Simulator): Promise<void> {
  const id = idOf(object);
  const asked = at.documents.get(new URL(id).pathname) as JsonObject | undefined;
  if (!asked || !id.startsWith(at.origin)) throw new Error("There is no such request");
  // Who wants to come to an event asks its organiser.
  const organiser = asked.type === "Join" ? (await at.read(idOf(asked.object)))?.attributedTo : null;
  if (asked.object !== actor && organiser !== actor) throw new Error("Somebody else was asked");
  if (typeof object === "object" && (object as JsonObject).type !== asked.type)
    throw new Error(`It was a ${String(asked.type)}`);
}

/** Mobilizon 5.1.3 (`lib/federation/activity_pub/transmogrifier.ex`, `lib/web/plugs/http_signatures.ex`, April 2025). */
export const mobilizon: Rules = {
  hostname: "mobilizon.localhost",
  software: "mobilizon",
  keysUnsigned: true,
  door: (headers) => (date.test(String(headers.date)) ? null : { status: 401 }),
  async take(activity, at) {
    const { type, actor, object } = activity;
    const id = idOf(object);
    const embedded = typeof object === "object" ? (object as JsonObject) : null;
    switch (type) {
      case "Accept":
      case "Reject":
        return answered(activity, at);
      case "Announce": {
        // What is inside is fetched by its address, and taken as a post.
        const post = await at.read(id);
        if (!post) throw new Error(`${id} cannot be had`);
        return create(post, at);
      }
      case "Create":
        if (!embedded) throw new Error("not supported");
        return create(embedded, at);
      case "Update":
        if (!embedded) throw new Error("not supported");
        if (actors.includes(String(embedded.type))) return;
        if (host(embedded.id) !== host(actor)) throw new Error("origin check failed");
        return create(embedded, at);
      case "Delete": {
        const left = await at.read(id);
        if (id !== actor && left && left.type !== "Tombstone") throw new Error("It is still there");
        if (host(id) !== host(actor)) throw new Error("Object origin check failed");
        at.posts.delete(id);
        return;
      }
      case "Remove":
        if (!activity.origin) throw new Error("not supported");
        return;
      case "Undo":
        if (!embedded || !["Announce", "Follow"].includes(String(embedded.type)))
          throw new Error("not supported");
        return;
      case "Follow":
      case "Join":
      case "Leave":
      case "Move":
        return;
      case "Invite":
        if (!activity.target) throw new Error("not supported");
        return;
      default:
        throw new Error(`not supported: ${String(type)}`);
    }
  },
};
