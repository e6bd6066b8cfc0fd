import { openDiscussion } from "../../src/forums/index.ts";
import { excerpt } from "../../src/core/text.ts";
import { postDocument } from "./post.ts";
import type { ObjectKind, WirePost } from "./index.ts";

/** The names a note begins with, as Mastodon writes them, each in a span: they say whom it is for, not what about. */
const leadingMentions =
  /^\s*(<p>\s*)?(?:(?:<span[^>]*>\s*)*<a\b[^>]*>\s*@(?:(?!<\/a>).)*<\/a>(?:\s*<\/span>)*\s*)+/is;

/** A note from a microblog has no title: its first words serve. */
export const titleOf = (post: Pick<WirePost, "name" | "summary">, html: string): string =>
  post.name?.trim() || post.summary?.trim() || excerpt(html.replace(leadingMentions, "$1"), 80) || "Untitled";

/** A discussion is a `Page`. From elsewhere anything without `inReplyTo` that is put to a workspace opens one. */
export const discussion: ObjectKind = {
  toWire: (loaded) => ({ type: "Page", name: loaded.row.title ?? "", ...postDocument(loaded, []) }),

  async fromWire(ctx, post, { workspaceId, from }) {
    if (workspaceId === null) throw new Error("A discussion needs its workspace");
    const title = titleOf(post, from.html);
    return openDiscussion(ctx, { workspaceId, title, source: post.source, from });
  },
};
