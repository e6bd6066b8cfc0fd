import { and, eq, sql } from "drizzle-orm";
import { content, discussion } from "../../db/index.ts";
import { change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";

/** A post that was called back comes again, because somebody here belongs again. */
export async function refillContent(
  ctx: Context,
  restored: { contentId: Id; title: string | null; html: string; source: string | null; edited: Date | null },
): Promise<void> {
  const { contentId, ...words } = restored;
  await change(ctx, async ({ tx }) => {
    const [row] = await tx
      .update(content)
      .set({ ...words, purged: false, deleted: null })
      .where(and(eq(content.id, contentId), eq(content.purged, true)))
      .returning({ rootId: content.rootId });
    if (!row || row.rootId === contentId) return;
    await tx
      .update(discussion)
      .set({ comments: sql`${discussion.comments} + 1` })
      .where(eq(discussion.contentId, row.rootId));
  });
}
