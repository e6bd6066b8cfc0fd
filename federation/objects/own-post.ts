import { publishPost } from "../../src/posts/index.ts";
import type { Json } from "../actors/documents.ts";
import type { ObjectKind } from "./index.ts";
import { postDocument } from "./post.ts";

/**
 * A post of somebody's own is a `Note`, as Mastodon has it: `to` and `cc` say who may see it, `summary` is the content
 * warning.
 */
export const ownPost: ObjectKind = {
  toWire: (loaded): Json => {
    const { row, parent } = loaded;
    const answered = parent && (row.visibility === "public" || row.visibility === "unlisted");
    return {
      type: "Note",
      inReplyTo: parent?.iri ?? null,
      ...postDocument(loaded, answered ? [parent.author] : []),
      sensitive: row.sensitive || row.warning !== null,
      ...(row.warning ? { summary: row.warning } : {}),
      ...(row.language ? { contentMap: { [row.language]: row.html } } : {}),
    };
  },

  async fromWire(ctx, post, { parentId, visibility, from }) {
    if (!visibility) throw new Error("A post needs those whom it is for");
    const { summary: warning, source, sensitive, language } = post;
    return publishPost(ctx, { parentId, visibility, warning, source, sensitive, language, from });
  },
};
