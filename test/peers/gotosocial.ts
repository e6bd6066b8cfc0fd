import type { JsonObject } from "../../federation/wire/json.ts";
import { host, idOf } from "./groups.ts";
import { Answered, type Rules, type Simulator } from "./simulator.ts";

const statusables = [
  ...["Article", "Document", "Image", "Video", "Note", "Page", "Event", "Place", "Profile", "Question"],
];

/** What it takes on: what mentions somebody here, or comes from somebody whom somebody here follows. */
function keep(post: JsonObject, at: Simulator): void {
  const tags = (post.tag ?? []) as JsonObject[];
  if (!tags.some(({ type, href }) => type === "Mention" && String(href).startsWith(at.origin)))
    throw new Error("It mentions nobody here");
  at.posts.set(String(post.id), post);
}

/** A like, or the end of one, goes to the inbox of the author and nobody else. */
function forAuthor(liked: unknown, path: string, at: Simulator): void {
  if (host(liked) !== new URL(at.origin).host) return;
  const post = at.documents.get(new URL(String(liked)).pathname) as JsonObject | undefined;
  const inbox = `${new URL(String(post?.attributedTo)).pathname}/inbox`;
  if (path !== inbox) throw new Answered(403, "The receiver is not whom it is about");
}

/**
 * GoToSocial 0.20 (`internal/federation/federatingdb`, `internal/typeutils/astointernal.go`, October 2025): refuses what is
 * not signed, also a GET; keys at an address of their own; 418 to whoever does not say who they are; 406 to what is no
 * ActivityPub; 202 to a reply that does not mention whom it answers, and drops it. It finds no post in an activity's
 * address, and looks only into whole activities that are undone.
 */
export const gotosocial: Rules = {
  hostname: "gts.localhost",
  software: "gotosocial",
  keys: "path",
  sharedInbox: false,
  refusesUnsigned: true,
  door(headers) {
    if (!headers["user-agent"]) return { status: 418 };
    return /^application\/(activity|ld)\+json/.test(String(headers["content-type"])) ? null : { status: 406 };
  },
  async take(activity, at, path) {
    const { object, actor } = activity;
    const id = idOf(object);
    if (!activity.id) throw new Answered(400, "malformed");
    switch (activity.type) {
      case "Accept":
      case "Reject":
        // The Follow has to be in it: an address is read as something else that was asked for.
        if (typeof object !== "object" || (object as JsonObject).type !== "Follow")
          throw new Error("It is not said what is answered");
        return;
      case "Announce": {
        if (!activity.to && !activity.cc) throw new Answered(400, "no visibility");
        const post = await at.read(id);
        if (!post || !statusables.includes(String(post.type))) throw new Error("It is no statusable");
        if (host(id) !== host(post.attributedTo)) throw new Error("Its author is elsewhere");
        at.posts.set(id, post);
        return;
      }
      case "Create":
        if (typeof object !== "object") throw new Error("There is nothing in it");
        if ((object as JsonObject).attributedTo !== actor) throw new Error("It was forwarded");
        return keep(object as JsonObject, at);
      case "Update": {
        const whole = object as JsonObject;
        if (["Person", "Group"].includes(String(whole.type))) {
          if (whole.id !== actor) throw new Answered(500, "It was not requested by its owner");
          return;
        }
        // What it has not seen it takes for new.
        if (!at.posts.has(id)) return keep(whole, at);
        if (whole.attributedTo !== actor) throw new Error("It was forwarded");
        at.posts.set(id, whole);
        return;
      }
      case "Delete":
        if (at.posts.has(id) && at.posts.get(id)!.attributedTo !== actor) throw new Error("It is another's");
        if (!at.posts.has(id) && id !== actor) throw new Error("It is not known here");
        at.posts.delete(id);
        return;
      case "Like":
        if (!id.startsWith(at.origin)) throw new Error("It is not known here");
        return forAuthor(id, path, at);
      case "Undo": {
        const undone = object as JsonObject;
        if (!["Follow", "Like", "Block", "Announce"].includes(String(undone.type)))
          throw new Error("It is not said what is undone");
        if (undone.type === "Like") forAuthor(undone.object, path, at);
        return;
      }
      case "Flag":
      case "Follow":
        return;
      default:
        throw new Error(`${String(activity.type)} is dropped`);
    }
  },
};
