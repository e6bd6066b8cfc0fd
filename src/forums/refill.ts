import { and, eq, sql } from "drizzle-orm";
import { content, discussion } from "../../db/index.ts";
import { type FileElsewhere, setFiles } from "../attachments/index.ts";
import { change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { type Emoji, keepEmojis, keepTags } from "../tags/index.ts";
import { type PollElsewhere, setPoll } from "../polls/index.ts";
import { type FormElsewhere, setFacts } from "./forms.ts";

/** A post that was called back comes again, because somebody here belongs again. */
export async function refillContent(
  ctx: Context,
  restored: FormElsewhere & {
    contentId: Id;
    title: string | null;
    html: string;
    source: string | null;
    edited: Date | null;
    files: FileElsewhere[];
    tags?: string[];
    emojis?: Emoji[];
    poll: PollElsewhere | null;
  },
): Promise<void> {
  const {
    contentId,
    files,
    poll,
    form,
    gathering,
    folder,
    proposal,
    tags = [],
    emojis = [],
    ...words
  } = restored;
  await change(ctx, async (made) => {
    const { tx } = made;
    const [row] = await tx
      .update(content)
      .set({ ...words, purged: false, deleted: null })
      .where(and(eq(content.id, contentId), eq(content.purged, true)))
      .returning({ rootId: content.rootId, authorId: content.authorId });
    if (!row) return;
    await setFiles(made, { id: contentId, authorId: row.authorId }, { elsewhere: files });
    await keepTags(tx, contentId, tags);
    await keepEmojis(tx, contentId, emojis);
    await setPoll(made, contentId, { elsewhere: poll });
    if (row.rootId === contentId) {
      await tx.update(discussion).set({ form }).where(eq(discussion.contentId, contentId));
      await setFacts(made, contentId, form, { gathering, folder, proposal });
      return;
    }
    await tx
      .update(discussion)
      .set({ comments: sql`${discussion.comments} + 1` })
      .where(eq(discussion.contentId, row.rootId));
  });
}
