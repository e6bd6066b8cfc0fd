import { and, eq } from "drizzle-orm";
import { content, type Reader } from "../../db/index.ts";
import type { Id } from "../core/id.ts";
import { seenBy } from "../visibility/index.ts";
import { mayRead, standing } from "../workspaces/index.ts";

/** What decides who may read a post, wherever it stands. */
export interface ReadableFacts {
  id: Id;
  /** Null for a post of somebody's own. */
  workspaceId: Id | null;
  authorId: Id;
  deleted: Date | null;
  refused: string | null;
  hidden: Date | null;
}

/**
 * Whether somebody of this organisation (or, with null, a stranger) may read a post, and so what is attached to it: the
 * one place that decides it for files. What is deleted, or hidden by administrators, is read by nobody; what its
 * workspace's home would not have, by its author alone.
 */
export async function mayReadPost(db: Reader, post: ReadableFacts, readerId: Id | null): Promise<boolean> {
  if (post.deleted !== null || post.hidden !== null) return false;
  if (post.refused !== null && post.authorId !== readerId) return false;
  if (post.workspaceId !== null) return mayRead(await standing(db, post.workspaceId, readerId));
  return (await db.$count(content, and(eq(content.id, post.id), seenBy(db, readerId)))) > 0;
}

/** Whether everybody may read it, so that its files need no proof of who asks. */
export async function isOpenPost(db: Reader, post: ReadableFacts): Promise<boolean> {
  return mayReadPost(db, post, null);
}

/** What decides it for the post of that id. */
export async function readableFacts(db: Reader, contentId: Id): Promise<ReadableFacts | null> {
  const [found] = await db
    .select({
      id: content.id,
      workspaceId: content.workspaceId,
      authorId: content.authorId,
      deleted: content.deleted,
      refused: content.refused,
      hidden: content.hidden,
    })
    .from(content)
    .where(eq(content.id, contentId));
  return found ?? null;
}
