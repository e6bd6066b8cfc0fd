import type { JsonObject } from "../../federation/wire/json.ts";
import type { Rules } from "./simulator.ts";

/**
 * GoToSocial 0.20: refuses what is not signed, also a GET; keys at an address of their own; 418 to whoever does not say
 * who they are; 202 to a reply that does not mention whom it answers, and drops it. It finds no post in an activity's
 * address.
 */
export const gotosocial: Rules = {
  hostname: "gts.localhost",
  software: "gotosocial",
  keys: "path",
  sharedInbox: false,
  refusesUnsigned: true,
  door: (headers) => (headers["user-agent"] ? null : { status: 418 }),
  async take(activity, at) {
    const about = activity.object as JsonObject | string;
    const id = typeof about === "string" ? about : String(about.id);
    switch (activity.type) {
      case "Accept":
      case "Reject":
        return;
      case "Announce": {
        const post = await at.read(id);
        if (!post || !["Note", "Article", "Page", "Question"].includes(String(post.type)))
          throw new Error("It is no statusable");
        at.posts.set(id, post);
        return;
      }
      case "Create": {
        const post = about as JsonObject;
        const tags = (post.tag ?? []) as JsonObject[];
        if (!tags.some(({ type, href }) => type === "Mention" && String(href).startsWith(at.origin)))
          throw new Error("It mentions nobody here");
        at.posts.set(id, post);
        return;
      }
      case "Update":
        if (at.posts.get(id)?.attributedTo !== activity.actor) throw new Error("It is not known here");
        at.posts.set(id, about as JsonObject);
        return;
      case "Delete":
        if (at.posts.get(id)?.attributedTo !== activity.actor) throw new Error("It is not known here");
        at.posts.delete(id);
        return;
      case "Like":
        if (!id.startsWith(at.origin)) throw new Error("It is not known here");
        return;
      default:
        throw new Error(`${String(activity.type)} is dropped`);
    }
  },
};
