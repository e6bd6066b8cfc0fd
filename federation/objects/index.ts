import type { ContentKind } from "../../src/content.ts";
import type { Context } from "../../src/context.ts";
import type { Id } from "../../src/core/id.ts";
import type { FromElsewhere } from "../../src/forums/index.ts";
import type { Visibility } from "../../src/visibility/index.ts";
import type { Json } from "../actors/documents.ts";
import { comment } from "./comment.ts";
import { discussion } from "./discussion.ts";
import type { WireContent } from "./load.ts";
import { ownPost } from "./own-post.ts";
import { pollDocument } from "./poll.ts";

/** A post as the wire layer has read it. */
export interface WirePost {
  name?: string | null;
  summary?: string | null;
  source: string | null;
  sensitive?: boolean;
  language?: string | null;
}

/** Where it goes: into a workspace, or, where it is for whom its `to` and `cc` say, into none. */
export interface Placed {
  workspaceId: Id | null;
  parentId: Id | null;
  from: FromElsewhere;
  visibility?: Visibility;
}

/** How a kind of content goes over the wire, and comes from it. */
export interface ObjectKind {
  toWire(loaded: WireContent): Json;
  fromWire(ctx: Context, post: WirePost, placed: Placed): Promise<Id>;
}

export const objects = { discussion, comment, post: ownPost } satisfies Record<ContentKind, ObjectKind>;

/** What asks something is a `Question`, whatever kind of post it is besides. */
export const toWire = (loaded: WireContent): Json => ({
  ...objects[loaded.row.kind].toWire(loaded),
  ...(loaded.poll ? pollDocument(loaded.poll) : {}),
});
