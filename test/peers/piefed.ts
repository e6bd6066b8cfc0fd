import type { JsonObject } from "../../federation/wire/json.ts";
import { groupAt, host, idOf, mayActOn } from "./groups.ts";
import { Answered, type Rules, type Simulator } from "./simulator.ts";

const needed = ["id", "type", "actor", "object"];
const contents = ["Page", "Article", "Link", "Note", "Question", "Event"];
const seen = new WeakMap<Simulator, Set<string>>();

const need = (condition: unknown, why: string): void => {
  if (!condition) throw new Error(why);
};

function keep({ type, object }: JsonObject, at: Simulator): void {
  const post = object as JsonObject;
  const id = String(post.id);
  need(contents.includes(String(post.type)), `Unacceptable type: ${String(post.type)}`);
  // What has these and no date is taken for a vote in a poll.
  need(!(post.type === "Note" && post.name && post.inReplyTo && !post.published), "It is a vote");
  need(type === "Update" || !at.posts.has(id), "Create processed after Update");
  if (post.inReplyTo) need(at.posts.has(String(post.inReplyTo)), "Nobody knows what it answers");
  at.posts.set(id, post);
}

async function handle(activity: JsonObject, group: string, at: Simulator): Promise<void> {
  const { type, object, target } = activity;
  const actor = String(activity.actor);
  const whole = object as JsonObject;
  switch (type) {
    case "Create":
    case "Update":
      if (typeof object === "object" && whole.type === "Group") return;
      return keep(activity, at);
    case "Delete": {
      const id = idOf(object);
      if (!at.posts.has(id)) return;
      need(mayActOn(actor, id, await groupAt(group, at)), "It may not be deleted");
      at.posts.delete(id);
      return;
    }
    case "Like":
    case "Dislike":
      need(typeof object === "string", "The object is no address");
      return;
    case "Lock":
      need(typeof object === "string" && at.posts.has(object), "Lock: post not found");
      need(mayActOn(actor, String(object), await groupAt(group, at)), "Lock: no permission");
      return;
    case "Add":
    case "Remove": {
      const { moderatorsUrl, featuredUrl, moderators } = await groupAt(group, at);
      need(typeof object === "string", "The object is no address");
      need(moderators.includes(actor) || host(actor) === host(group), "No permission");
      need(target === moderatorsUrl || target === featuredUrl, "Unknown target");
      return;
    }
    case "Block":
      need(typeof object === "string" && typeof target === "string", "The object is no address");
      // With fewer strokes than that an address is a whole site's.
      need(String(target).split("/").length > 4, "It would be a ban from the site");
      return;
    case "Undo":
      need(typeof object === "object", "It is not said what is undone");
      need(
        ["Follow", "Delete", "Like", "Dislike", "Lock", "Block"].includes(String(whole.type)),
        "Unknown undo",
      );
      need(whole.object !== undefined, "It is not said what it was about");
      return;
    default:
      throw new Error(`${String(type)} is not known`);
  }
}

/**
 * PieFed 1.6.18 (`app/activitypub/routes.py`, of a fork's copy of April 2026; its home was not to be had). It answers
 * 200 to all that is signed, takes each activity once, by the address of what is inside the Announce, and knows groups
 * only that somebody there follows.
 */
export const piefed: Rules = {
  hostname: "piefed.localhost",
  software: "piefed",
  refusal: 200,
  async take(activity, at) {
    need(
      needed.every((name) => name in activity),
      "Missing minimum expected fields",
    );
    const { object, type, actor } = activity;
    const inner = object as JsonObject;
    if (type === "Announce" && typeof object === "object" && !Array.isArray(object)) {
      if (!needed.every((name) => name in inner)) throw new Answered(200, "Intended for Mastodon");
      if (String(inner.actor).startsWith(at.origin)) return;
    }
    if (!seen.has(at)) seen.set(at, new Set());
    const id = type === "Announce" && typeof object === "object" ? String(inner.id) : String(activity.id);
    need(!seen.get(at)!.has(id), `${id} was received before`);
    seen.get(at)!.add(id);
    if (type === "Accept" || type === "Reject") {
      need(typeof object === "string" || inner.type === "Follow", "Could not find recipient");
      return;
    }
    if (type !== "Announce") return handle(activity, idOf(activity.audience ?? object), at);
    if (typeof object === "string") {
      const post = await at.read(object);
      need(post, "Could not resolve post");
      at.posts.set(object, post!);
      return;
    }
    await handle(inner, String(actor), at);
  },
};
