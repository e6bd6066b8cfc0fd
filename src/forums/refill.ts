import { and, eq, sql } from "drizzle-orm";
import { content, discussion } from "../../db/index.ts";
import { change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { bringBack, type Brought, lastEdit } from "./brought.ts";

/** A post that was called back comes again, because somebody here belongs again. */
export async function refillContent(
  ctx: Context,
  { contentId, brought }: { contentId: Id; brought: Brought },
): Promise<void> {
  const { title, html, source } = brought;
  await change(ctx, async (made) => {
    const { tx } = made;
    const edited = lastEdit(made, brought);
    const [row] = await tx
      .update(content)
      .set({ title, html, source, edited, purged: false, deleted: null })
      .where(and(eq(content.id, contentId), eq(content.purged, true)))
      .returning({ id: content.id, rootId: content.rootId, authorId: content.authorId });
    if (!row) return;
    await bringBack(made, row, brought);
    if (row.rootId === contentId) return;
    await tx
      .update(discussion)
      .set({ comments: sql`${discussion.comments} + 1` })
      .where(eq(discussion.contentId, row.rootId));
  });
}
