import { and, eq } from "drizzle-orm";
import { content, follow } from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notify, type NotificationKind } from "../notifications/index.ts";
import type { OwnPost } from "./facts.ts";
import { isOpen, type Visibility } from "../visibility/index.ts";

export interface Said {
  id: Id;
  authorId: Id;
  parentId: Id | null;
  visibility: Visibility;
  mentioned: Id[];
}

const follows = async ({ tx }: Change, followerId: Id, followedId: Id): Promise<boolean> =>
  (await tx.$count(
    follow,
    and(eq(follow.followerId, followerId), eq(follow.followedId, followedId), eq(follow.state, "accepted")),
  )) > 0;

/**
 * Tells of a new post: whom it answers, who is named, and who wants to hear of each post by its author. Each once, and
 * nobody who may not see it.
 */
export async function tellOfPost(made: Change, said: Said): Promise<void> {
  const { id: contentId, authorId, parentId, visibility, mentioned } = said;
  const told = new Map<Id, NotificationKind>();
  if (parentId === null && visibility !== "direct") {
    const rows = await made.tx
      .select({ id: follow.followerId })
      .from(follow)
      .where(and(eq(follow.followedId, authorId), eq(follow.state, "accepted"), eq(follow.notify, true)));
    for (const { id } of rows) told.set(id, "post");
  }
  for (const id of mentioned) told.set(id, "mention");
  const [parent] = parentId
    ? await made.tx.select({ authorId: content.authorId }).from(content).where(eq(content.id, parentId))
    : [];
  if (parent) {
    const sees =
      isOpen(visibility) ||
      mentioned.includes(parent.authorId) ||
      (visibility === "followers" && (await follows(made, parent.authorId, authorId)));
    if (sees) told.set(parent.authorId, "reply");
  }
  for (const [personId, kind] of told) await notify(made, { kind, personId, actorId: authorId, contentId });
}

/** Somebody liked or boosted a post: its author is told once. */
export async function tellAuthor(
  made: Change,
  kind: "like" | "boost",
  post: Pick<OwnPost, "id" | "authorId"> & { workspaceId?: Id | null },
  actorId: Id,
): Promise<void> {
  const { id: contentId, authorId: personId, workspaceId = null } = post;
  await notify(made, { kind, personId, actorId, workspaceId, contentId });
}
