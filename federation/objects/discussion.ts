import { type Form, type FormElsewhere, openDiscussion } from "../../src/forums/index.ts";
import { excerpt } from "../../src/core/text.ts";
import type { Json } from "../actors/documents.ts";
import type { Post } from "../wire/shapes/index.ts";
import type { WirePost } from "./index.ts";
import { eventDocument, gatheringFrom } from "./event.ts";
import type { WireContent } from "./load.ts";
import { postDocument } from "./post.ts";
import { proposalDocument, proposalFrom } from "./proposal.ts";
import { folderOf, isResourceType, resourceDocument } from "./resource.ts";
import { wireTypes } from "./wire-types.ts";
import type { ObjectKind } from "./index.ts";

/** The names a note begins with, as Mastodon writes them, each in a span: they say whom it is for, not what about. */
const leadingMentions =
  /^\s*(<p>\s*)?(?:(?:<span[^>]*>\s*)*<a\b[^>]*>\s*@(?:(?!<\/a>).)*<\/a>(?:\s*<\/span>)*\s*)+/is;

/** A note from a microblog has no title: its first words serve. */
export const titleOf = (post: Pick<WirePost, "name" | "summary">, html: string): string =>
  post.name?.trim() || post.summary?.trim() || excerpt(html.replace(leadingMentions, "$1"), 80) || "Untitled";

function ownFacts(loaded: WireContent): Json {
  const { form, gathering, proposal, author, row } = loaded;
  if (gathering) return eventDocument(gathering, author.iri);
  if (proposal) return proposalDocument(row.iri, form, proposal);
  return form === "file" || form === "folder" ? resourceDocument(loaded) : {};
}

const forms: Partial<Record<Post["type"], Form>> = {
  Article: "page",
  Document: "file",
  OrderedCollection: "folder",
};

type Formed = "type" | "event" | "context" | "target" | "proposal" | "updated" | "published";

/**
 * Which form something has that came from elsewhere, with its own facts.
 *
 * @param heard when what it says now was said, where it does not say so itself
 */
export function formOf(post: Pick<Post, Formed>, heard: Date | null = null): FormElsewhere {
  const gathering = gatheringFrom(post.event);
  return {
    form: gathering ? "event" : (post.proposal?.purpose ?? forms[post.type] ?? "discussion"),
    gathering,
    proposal: proposalFrom(post, heard),
    folder: folderOf(post),
  };
}

/** The collection of the whole discussion, as its author's server names it. The context of a file is its folder. */
export const contextOf = (post: Pick<Post, "type" | "context" | "replies">): string | null =>
  isResourceType(post.type) ? post.replies : post.context;

/** A discussion is a `Page`, and of another form what that is called. From elsewhere anything without `inReplyTo` that is put to a workspace opens one. */
export const discussion: ObjectKind = {
  toWire: (loaded) => ({
    type: wireTypes[loaded.form],
    name: loaded.row.title ?? "",
    ...postDocument(loaded, []),
    ...ownFacts(loaded),
  }),

  async fromWire(ctx, post, { workspaceId, from }) {
    if (workspaceId === null) throw new Error("A discussion needs its workspace");
    const title = titleOf(post, from.html);
    return openDiscussion(ctx, { workspaceId, title, source: post.source, from });
  },
};
