import type { JsonObject } from "../../federation/wire/json.ts";
import type { TestClock } from "../rig.ts";
import { host, idOf } from "./groups.ts";
import { everyone } from "./note.ts";
import { Answered, type Rules, type Simulator } from "./simulator.ts";

const activities = ["Accept", "Reject", "Announce", "Create", "Delete", "Follow", "Like", "Undo", "Update"];
/** There is no `Page` among what it knows. */
const objects = ["Article", "Document", "Image", "Note", "Tombstone"];

/** `SignatureParser`: each part has to be one of these, in quotes, with nothing before it. */
const part = /^(keyId|algorithm|headers|signature|created|expires)="(.*)"$/;

function readsSignature(header: string): boolean {
  const parts = header.split(",").map((one) => part.exec(one));
  if (parts.includes(null)) return false;
  const fields = new Map(parts.map((one) => [one![1], one![2]!]));
  const signed = (fields.get("headers") ?? "").split(" ");
  return (
    ["rsa-sha256", "hs2019"].includes(fields.get("algorithm") ?? "hs2019") &&
    (signed.includes("date") || signed.includes("(created)")) &&
    signed.includes("digest")
  );
}

/** What an activity is about, as one of the kinds it knows; fetched where only its address is said. */
async function known(object: unknown, at: Simulator): Promise<JsonObject> {
  const found = typeof object === "string" ? await at.read(object) : (object as JsonObject);
  const type = String(found?.type);
  if (!found || ![...activities, ...objects, "Person", "Group", "Application"].includes(type))
    throw new Error(`cannot resolve object: ${type}`);
  return found;
}

async function carryOut(activity: JsonObject, signer: string, at: Simulator): Promise<void> {
  const { type, actor, object } = activity;
  // Inside an Announce as well: what others than the group itself did is not carried out.
  if (actor !== signer) throw new Error("the signer has to be the actor");
  if (type === "Delete") {
    // Fetched, and 410 is what it ought to be.
    const left = await at.read(idOf(object));
    if (left && left.type !== "Tombstone") throw new Error("It still stands there");
    at.posts.delete(idOf(object));
    return;
  }
  const about = await known(object, at);
  if (type === "Announce") {
    if (![activity.to, activity.cc].flat().includes(everyone)) throw new Error("not publicly addressed");
    if (activities.includes(String(about.type))) return carryOut(about, signer, at);
    at.posts.set(String(about.id), about);
  } else if (type === "Create" || type === "Update") {
    if (host(activity.id) !== host(about.id)) throw new Error("hosts do not match");
    if (about.attributedTo !== actor) throw new Error("the author is another");
    at.posts.set(String(about.id), about);
  } else if (type === "Undo" && about.actor !== actor) throw new Error("It was done by another");
}

/**
 * Discourse's plugin 0.1.0 (`SignatureVerification`, `JsonLd`, `AP::Activity` of June 2026): ten deliveries a minute, and
 * then 429 for the rest of it; 422 without the ActivityStreams context; and it knows no `Page`.
 */
export const discourse = (clock: () => TestClock): Rules => {
  let until = 0;
  let count = 0;
  return {
    hostname: "discourse.localhost",
    software: "discourse",
    // It has one at the top of its actors, not under `endpoints`, for its people only.
    sharedInbox: false,
    door(headers) {
      const now = clock().now().getTime();
      if (now >= until) {
        until = now + 60_000;
        count = 0;
      }
      if (++count > 10)
        return { status: 429, headers: { "retry-after": String(Math.ceil((until - now) / 1000)) } };
      if (!/^application\/(activity|ld)\+json/.test(String(headers["content-type"]))) return { status: 400 };
      return readsSignature(String(headers.signature)) ? null : { status: 401 };
    },
    async take(activity, at) {
      const contexts = [activity["@context"]].flat();
      if (!contexts.includes("https://www.w3.org/ns/activitystreams") || !activity.id || !activity.type)
        throw new Answered(422, "json not valid");
      if (!activities.includes(String(activity.type))) return;
      await carryOut(activity, String(activity.actor), at);
    },
  };
};
