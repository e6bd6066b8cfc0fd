import { addComment } from "../../src/forums/index.ts";
import { postDocument } from "./post.ts";
import type { ObjectKind } from "./index.ts";

/**
 * A comment is a `Note` with `inReplyTo`, and never a `name`: Hollo would take it for a vote in a poll.
 * It mentions whom it answers: GoToSocial drops a reply that does not.
 */
export const comment: ObjectKind = {
  toWire: (loaded) => ({
    type: "Note",
    inReplyTo: loaded.parent?.iri ?? loaded.root.iri,
    ...postDocument(loaded, loaded.parent ? [loaded.parent.author] : []),
  }),

  async fromWire(ctx, post, { parentId, from }) {
    if (parentId === null) throw new Error("A comment needs what it answers");
    return addComment(ctx, { parentId, source: post.source, from });
  },
};
