import type { JsonObject } from "../../federation/wire/json.ts";
import { everyone } from "./note.ts";
import { Answered, type Rules, type Simulator } from "./simulator.ts";

const hostname = (iri: unknown): string => new URL(String(iri)).hostname;
const idOf = (one: unknown): string => (typeof one === "string" ? one : String((one as JsonObject).id));

const posts = ["Note", "Page", "Article", "Question", "Video"];
const needed = ["id", "type", "actor", "object"];

/** Something went wrong while it was carried out: NodeBB says Reject, and never answers the request. */
const silent = (why: string): never => {
  throw new Answered(0, why);
};

/** What is embedded but of another server than whoever sends it is stripped to its address, and read there. */
async function resolved(embedded: unknown, by: unknown, at: Simulator): Promise<JsonObject> {
  const id = idOf(embedded);
  if (typeof embedded === "object" && hostname(id) === hostname(by)) return embedded as JsonObject;
  const read = await at.read(id);
  if (!read) throw new Answered(424, `${id} cannot be had`);
  return read;
}

function judge({ attributedTo, id, to, cc }: JsonObject, actor: unknown): void {
  if (Array.isArray(attributedTo)) throw new Error("attributedTo is an array");
  if (attributedTo && hostname(attributedTo) !== hostname(actor))
    throw new Error("attributedTo is elsewhere");
  if (hostname(id) !== hostname(actor)) silent("origin mismatch");
  if (![to, cc].flat().includes(everyone)) throw new Error("Not public: it would become a chat message");
}

/** `notes.assert`: a post, with the whole of the conversation that its context or its parents lead to. */
async function assert(id: string, at: Simulator): Promise<void> {
  const post = await at.read(id);
  if (!post || !posts.includes(String(post.type))) throw new Error(`${id} is no post`);
  const context = typeof post.context === "string" ? await at.items(post.context) : [];
  for (const item of context) {
    const one = typeof item === "string" ? (at.posts.get(item) ?? (await at.read(item))) : item;
    if (one && posts.includes(String(one.type))) at.posts.set(idOf(one), one);
  }
  if (context.length > 0) return;
  at.posts.set(id, post);
  if (typeof post.inReplyTo === "string" && !at.posts.has(post.inReplyTo)) await assert(post.inReplyTo, at);
}

async function announced(group: unknown, inner: JsonObject, at: Simulator): Promise<void> {
  const { type, actor, object } = inner;
  if (posts.includes(String(type))) return assert(idOf(inner), at);
  if (type === "Create") return assert(idOf(object), at);
  const about = (object as JsonObject | undefined)?.object ?? object;
  if (!at.posts.has(idOf(about))) return;
  if (type === "Update") {
    const post = await at.read(idOf(object));
    if (!post) throw new Error("It cannot be had");
    judge(post, actor);
    at.posts.set(idOf(object), post);
  } else if (type === "Delete") {
    // A manager of a third server is believed nowhere.
    if (hostname(group) !== hostname(actor) && hostname(actor) !== hostname(idOf(object)))
      silent("origin mismatch");
    at.posts.delete(idOf(object));
  } else if (type === "Like" && !(await at.read(idOf(actor)))) silent("invalid id");
}

/**
 * NodeBB 4.15.1 (`src/middleware/activitypub.js`, `src/activitypub/inbox.js`, `notes.js`, `contexts.js` of August 2026).
 * It takes a key's name from the draft-cavage header only, so that RFC 9421 is a 403 (400 until 4.11); what another
 * server made is read there, 424 where that fails; and what goes wrong later leaves the sender without an answer: here
 * it hangs up, so that nobody has to wait.
 */
export const nodebb: Rules = {
  hostname: "nodebb.localhost",
  software: "nodebb",
  keysUnsigned: true,
  door(headers) {
    if (headers["signature-input"]) return { status: 403 };
    return /^application\/(activity|ld)\+json/.test(String(headers["content-type"])) ? null : { status: 404 };
  },
  async take(activity, at) {
    if (!needed.every((name) => name in activity)) throw new Answered(400, "Something is missing");
    const { type, actor, object } = activity;
    if (type === "Delete") {
      if (hostname(actor) !== hostname(idOf(object))) silent("origin mismatch");
      at.posts.delete(idOf(object));
      return;
    }
    const whole = await resolved(object, actor, at);
    if (type === "Announce") return announced(actor, whole, at);
    if (type === "Create" || type === "Update") {
      if (!posts.includes(String(whole.type))) return;
      judge(whole, actor);
      if (type === "Update" && at.posts.has(idOf(whole))) at.posts.set(idOf(whole), whole);
      else await assert(idOf(whole), at);
    }
  },
};
