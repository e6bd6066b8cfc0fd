import { and, asc, eq, sql } from "drizzle-orm";
import { content, draft, like, revision } from "../../db/index.ts";
import { putBackFiles } from "../attachments/index.ts";
import { change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notify } from "../notifications/index.ts";
import { placeName } from "./drafts.ts";
import { putBackFacts } from "./forms.ts";
import { keepMarks, keepMentions, write } from "./writing.ts";

/**
 * The home of a workspace would not have an edit by one of ours: what the post said before it stands again, as it does
 * everywhere else. What was written is kept for its author as a draft of the next edit.
 *
 * @param edited when the wording was made that is taken back
 */
export async function takeBackEdit(
  ctx: Context,
  { contentId, edited, answer }: { contentId: Id; edited: Date; answer: string },
): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const [post] = await tx.select().from(content).where(eq(content.id, contentId));
    if (!post?.workspaceId || post.deleted) return;
    const older = await tx
      .select()
      .from(revision)
      .where(eq(revision.contentId, contentId))
      .orderBy(asc(revision.replaced));
    // Each wording ends when the next one begins: the refused one begins where this one was replaced.
    const index = older.findIndex(({ replaced }) => replaced.getTime() === edited.getTime());
    const before = older[index];
    if (!before) return;
    const next = older[index + 1];
    const refused = next ?? post;
    const editorId = refused.editedById ?? post.authorId;
    const drop = (replaced: Date) =>
      tx.delete(revision).where(and(eq(revision.contentId, contentId), eq(revision.replaced, replaced)));
    await drop(before.replaced);
    if (next) {
      await drop(next.replaced);
      await tx.insert(revision).values({ ...before, replaced: next.replaced });
    } else {
      const { title, html, source, editedById } = before;
      const since = older[index - 1]?.replaced ?? null;
      await putBackFiles(made, contentId, before.files);
      await putBackFacts(made, contentId, before);
      await tx
        .update(content)
        .set({ title, html, source, edited: since, editedById })
        .where(eq(content.id, contentId));
      const { mentioned } = await write(ctx, tx, source ?? "");
      await keepMentions(tx, contentId, mentioned);
      await keepMarks(tx, contentId, { title, source });
    }
    const words = { title: refused.title ?? "", source: refused.source ?? "", updated: at };
    await tx
      .insert(draft)
      .values({ personId: editorId, place: placeName({ editedId: contentId }), ...words })
      .onConflictDoUpdate({ target: [draft.personId, draft.place], set: words });
    await notify(made, {
      kind: "edit refused",
      personId: editorId,
      workspaceId: post.workspaceId,
      contentId,
      text: answer,
    });
    await record({
      kind: "edit.taken back",
      workspaceId: post.workspaceId,
      contentId,
      actorId: editorId,
      data: { answer },
    });
  });
}

/** The home of a workspace does not count a like by one of ours: here it does not count either. */
export async function takeBackLike(
  ctx: Context,
  { likeIri, answer }: { likeIri: string; answer: string },
): Promise<void> {
  await change(ctx, async ({ tx, record }) => {
    const [taken] = await tx.delete(like).where(eq(like.iri, likeIri)).returning();
    if (!taken) return;
    const { contentId, actorId } = taken;
    const [post] = await tx
      .update(content)
      .set({ likes: sql`case when ${content.likes} > 0 then ${content.likes} - 1 else 0 end` })
      .where(eq(content.id, contentId))
      .returning({ workspaceId: content.workspaceId });
    await record({
      kind: "like.taken back",
      ...(post?.workspaceId ? { workspaceId: post.workspaceId } : {}),
      contentId,
      actorId,
      data: { answer },
    });
  });
}
