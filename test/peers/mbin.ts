import type { JsonObject } from "../../federation/wire/json.ts";
import { groupAt, host, idOf, mayActOn } from "./groups.ts";
import type { Rules, Simulator } from "./simulator.ts";

const entries = ["Page", "Article", "Video"];
const notes = ["Note", "Question"];
const undoes = ["Follow", "Announce", "Like", "Dislike", "Block", "Lock"];

const need = (condition: unknown, why: string): void => {
  if (!condition) throw new Error(why);
};

/** A post, and above it what it answers, which is fetched where it is not there (ChainActivityMessage). */
async function keep(post: JsonObject, group: string, at: Simulator): Promise<void> {
  const type = String(post.type);
  need(entries.includes(type) || notes.includes(type), `${type} cannot be created`);
  need(post.to !== undefined && post.cc !== undefined, "to or cc is missing");
  need(!Array.isArray(post.attributedTo), "There is no single author");
  need(!Number.isNaN(Date.parse(String(post.published))), "There is no date");
  need(!entries.includes(type) || typeof post.name === "string", "A page has no name");
  need([post.to, post.cc, post.audience].flat().includes(group), "It would go to the magazine “random”");
  if (typeof post.inReplyTo === "string" && !at.posts.has(post.inReplyTo)) {
    const parent = await at.read(post.inReplyTo);
    need(parent, "What it answers cannot be had");
    await keep(parent!, group, at);
  }
  at.posts.set(String(post.id), post);
}

async function handle(activity: JsonObject, group: string, at: Simulator): Promise<void> {
  const { type, object, target } = activity;
  const actor = String(activity.actor);
  const undo = type === "Undo";
  const embedded = typeof object === "object" ? (object as JsonObject) : null;
  const about = idOf(object);
  // What it knows no way to undo (a Delete), it leaves as it is.
  if (undo) need(embedded, "It is not said what is undone");
  const kind = String(undo ? embedded!.type : type);
  if (undo && !undoes.includes(kind)) return;
  const inner = undo ? embedded! : activity;
  switch (kind) {
    case "Create":
      if (!at.posts.has(about)) await keep(embedded!, group, at);
      return;
    case "Update": {
      need(embedded, "What is new is not there");
      if (!at.posts.has(about)) need(await at.read(about), "Nobody knows what it is about");
      else need(mayActOn(actor, about, await groupAt(group, at)), "It may not be edited");
      if (at.posts.has(about)) await keep(embedded!, group, at);
      return;
    }
    case "Delete":
      if (!at.posts.has(about)) return;
      need(mayActOn(actor, about, await groupAt(group, at)), "It may not be deleted");
      at.posts.delete(about);
      return;
    case "Lock":
      need(mayActOn(String(inner.actor), idOf(inner.object), await groupAt(group, at)), "No permission");
      return;
    case "Add":
    case "Remove": {
      const { moderatorsUrl, featuredUrl, moderators } = await groupAt(group, at);
      need(target === moderatorsUrl || target === featuredUrl, "There is no magazine with such a collection");
      // It may just have been taken from whoever gives it up.
      need(moderators.includes(actor) || host(actor) === host(group), "It is no moderator");
      return;
    }
    case "Block":
      need(inner.id && inner.actor && inner.object && inner.target, "Malformed block activity");
      // Mbin's word for the end of it; without it, it has none.
      if (inner.endTime) need(inner.expires === inner.endTime, "The block would be for ever");
      return;
    case "Like":
    case "Dislike":
    case "Follow":
    case "Announce":
    case "Flag":
      return;
    default:
      throw new Error(`${kind} is not known`);
  }
}

/**
 * Mbin 1.10.1 (`src/MessageHandler/ActivityPub/Inbox`, `src/Service/ActivityPub/SignatureValidator.php` of August 2026).
 * It answers 200 and finds out later; key, id and actor have to be of one server.
 */
export const mbin: Rules = {
  hostname: "mbin.localhost",
  software: "mbin",
  door: (headers) => (headers.signature && headers.date ? null : { status: 401 }),
  async take(activity, at) {
    const { id, actor, type, object } = activity;
    need(host(id) === host(actor), "The key is of another server than the activity");
    if (type === "Accept" || type === "Reject") {
      need((object as JsonObject).type === "Follow", "It is not said what is answered");
      return;
    }
    if (type !== "Announce") return handle(activity, idOf(activity.audience ?? object), at);
    // A mere address is a boost.
    if (typeof object === "string") return;
    const inner = object as JsonObject;
    if (typeof inner.actor === "string" && inner.actor.startsWith(at.origin)) return;
    await handle(inner, String(actor), at);
  },
};
