import type { content } from "../db/index.ts";

export type ContentKind = (typeof content.$inferSelect)["kind"];

export interface ContentDefinition {
  /** In the middle of a sentence: "a discussion". */
  name: string;
  plural: string;
  /** Stands in the feed by itself. */
  inFeed: boolean;
  /** Has a title of its own. */
  titled: boolean;
}

/** Every kind of content. What goes over all kinds (feed, deletion, the wire) goes over this. */
export const contentKinds = {
  discussion: { name: "discussion", plural: "discussions", inFeed: true, titled: true },
  comment: { name: "comment", plural: "comments", inFeed: false, titled: false },
  post: { name: "post", plural: "posts", inFeed: false, titled: false },
} satisfies Record<ContentKind, ContentDefinition>;
