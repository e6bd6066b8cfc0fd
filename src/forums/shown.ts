import { and, eq, isNull } from "drizzle-orm";
import { content, discussion, type Writer } from "../../db/index.ts";
import type { Id } from "../core/id.ts";

/** After a discussion was deleted, refused, hidden, or any of it was taken back: whether lists show it to others than its author. */
export async function showOrHide(tx: Writer, discussionId: Id): Promise<void> {
  const there = and(
    eq(content.id, discussionId),
    isNull(content.deleted),
    isNull(content.refused),
    isNull(content.hidden),
  );
  const shown = (await tx.$count(content, there)) > 0;
  await tx.update(discussion).set({ shown }).where(eq(discussion.contentId, discussionId));
}
