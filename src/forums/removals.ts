import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { content, discussion, like, notification, removedContent, revision } from "../../db/index.ts";
import { forgetFiles } from "../attachments/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { notify } from "../notifications/index.ts";
import { forgetPolls } from "../polls/index.ts";
import { changesNothing, decidesHere, mayManage } from "../workspaces/index.ts";
import { bringBack, type Brought, lastEdit } from "./brought.ts";
import { type Post, postFor } from "./facts.ts";
import { forgetFacts } from "./forms.ts";
import { inner } from "./operations.ts";
import { showOrHide } from "./shown.ts";
import { mayDelete } from "./rules.ts";
import { keepMarks } from "./writing.ts";

/** How long a manager can restore what a manager removed, in days. */
export const restorableFor = 90;

export interface DeleteContent {
  contentId: Id;
  /** Why a manager removes it. */
  reason?: string;
  /** An activity: without a reason, and not by a manager, it is the author's own deletion, said by the author's server. */
  from?: { activityIri: string };
}

/**
 * Deletes a post; a tombstone stays. By its author that is final: whoever takes back what they said is not overruled, and
 * nothing of it is kept. By a manager it is a removal: nobody reads it any more, and a manager can restore it.
 */
export async function deleteContent(ctx: Context, { contentId, reason, from }: DeleteContent): Promise<void> {
  const deleter = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    await alone(tx, contentId);
    const { post, standing } = await postFor(ctx, tx, contentId);
    const { workspaceId } = post;
    const removal = post.authorId !== deleter.id && (!from || reason !== undefined || mayManage(standing));
    const kept = post.deleted && !removal ? await keptOf(tx, contentId) : null;
    if (post.deleted && !kept) return removal && mayManage(standing) ? changesNothing(ctx, from) : undefined;
    if (!ctx.settled && !mayDelete(standing, deleter, { ...post, deleted: null }))
      throw new Refusal("forbidden", "Only its author or a manager can delete this.");
    const act = { kind: "remove", workspaceId, contentId, reason: reason ?? null } as const;
    if (removal && !(await decidesHere(ctx, made, standing, act))) return;
    const deletedById = removal ? deleter.id : post.authorId;
    const deleted = await tx
      .update(content)
      .set({
        deleted: at,
        deletedById,
        html: "",
        source: null,
        likes: 0,
        ...(post.kind === "discussion" ? { title: "" } : {}),
      })
      .where(and(eq(content.id, contentId), kept ? undefined : isNull(content.deleted)))
      .returning({ id: content.id });
    if (deleted.length === 0) return;
    if (!kept) await countPost(made, post, -1);
    if (removal) {
      const { title, html, source } = post;
      const words = { title, html, source, reason: reason ?? null, removed: at };
      await tx.insert(removedContent).values({ contentId, ...words });
    } else await forget(made, contentId);
    await tx.delete(notification).where(eq(notification.contentId, contentId));
    if (removal) {
      const told = { personId: post.authorId, actorId: deleter.id, workspaceId, contentId };
      await notify(made, { kind: "deleted", ...told, text: reason?.slice(0, 500) || null });
    }
    const data = { ...inner(from), ...(removal ? { reason: reason ?? "", removal } : {}) };
    await record({ kind: "content.deleted", workspaceId, contentId, data });
  });
}

/**
 * Whoever edits, deletes or restores a post waits for others who do: on PostgreSQL what its author takes back for good
 * could come back otherwise, and an earlier wording could take the place of a later one.
 */
export async function alone(tx: Change["tx"], contentId: Id): Promise<void> {
  await tx
    .update(content)
    // Nothing is different for it.
    .set({ version: sql`${content.version}` })
    .where(eq(content.id, contentId));
}

async function keptOf(tx: Change["tx"], contentId: Id) {
  const [kept] = await tx.select().from(removedContent).where(eq(removedContent.contentId, contentId));
  return kept ?? null;
}

/** What was refused by the workspace's home never counted. */
async function countPost({ tx }: Change, post: Post, step: 1 | -1): Promise<void> {
  if (post.kind === "discussion") return showOrHide(tx, post.id);
  if (post.refused) return;
  await tx
    .update(discussion)
    .set({ comments: sql`${discussion.comments} + ${step}` })
    .where(eq(discussion.contentId, post.rootId));
}

/** Its words are nowhere any more. Whom it named is forgotten when their servers are told that it is gone. */
async function forget({ tx }: Change, contentId: Id): Promise<void> {
  await tx.delete(removedContent).where(eq(removedContent.contentId, contentId));
  await tx.delete(revision).where(eq(revision.contentId, contentId));
  await tx.delete(like).where(eq(like.contentId, contentId));
  await forgetFiles({ tx }, [contentId]);
  await forgetPolls({ tx }, [contentId]);
  await forgetFacts({ tx }, [contentId]);
  await keepMarks(tx, contentId, { source: null });
}

export interface RestoreContent {
  contentId: Id;
  from?: { activityIri: string };
  /** As its author's server shows it, where it is not kept here. */
  brought?: Brought;
}

/**
 * A manager takes a removal back: the words, their history and what was found helpful are there again.
 *
 * @returns false where the words are not kept here
 * @throws {Refusal} `conflict` for what its author deleted, and for what was removed too long ago
 */
export async function restoreContent(
  ctx: Context,
  { contentId, from, brought }: RestoreContent,
): Promise<boolean> {
  signedIn(ctx);
  return change(ctx, async (made) => {
    const { tx, record } = made;
    await alone(tx, contentId);
    const { post, standing } = await postFor(ctx, tx, contentId);
    const { workspaceId, authorId } = post;
    if (!(await decidesHere(ctx, made, standing, { kind: "restore", workspaceId, contentId }))) return true;
    if (!post.deleted) {
      changesNothing(ctx, from);
      return true;
    }
    const kept = await keptOf(tx, contentId);
    const back = kept ?? brought;
    if (!back && ctx.settled) return false;
    if (!back)
      throw new Refusal(
        "conflict",
        post.deletedById === authorId
          ? "Its author deleted it. That cannot be undone."
          : "It was removed too long ago to be restored.",
      );
    const { title, html, source } = back;
    if (!kept && brought) await bringBack(made, post, brought);
    const again = kept || !brought ? {} : { edited: lastEdit(made, brought), purged: false };
    const likes = await tx.$count(like, eq(like.contentId, contentId));
    await tx
      .update(content)
      .set({ title, html, source, likes, ...again, deleted: null, deletedById: null })
      .where(eq(content.id, contentId));
    await countPost(made, post, 1);
    await tx.delete(removedContent).where(eq(removedContent.contentId, contentId));
    await tx
      .delete(notification)
      .where(and(eq(notification.contentId, contentId), eq(notification.kind, "deleted")));
    await record({ kind: "content.restored", workspaceId, contentId, data: inner(from) });
    return true;
  });
}

/** Erases for good what was removed too long ago to be restored. */
export async function eraseRemoved(ctx: Context): Promise<void> {
  const before = new Date(ctx.clock().getTime() - restorableFor * 24 * 60 * 60_000);
  const due = await ctx.store.db
    .select({ contentId: removedContent.contentId, workspaceId: content.workspaceId })
    .from(removedContent)
    .innerJoin(content, eq(content.id, removedContent.contentId))
    .where(lt(removedContent.removed, before))
    .limit(500);
  for (const { contentId, workspaceId } of due) {
    await change(ctx, async (made) => {
      await alone(made.tx, contentId);
      // Restored a moment ago.
      if (!(await keptOf(made.tx, contentId))) return;
      await forget(made, contentId);
      await made.record({
        kind: "content.erased",
        ...(workspaceId ? { workspaceId } : {}),
        contentId,
        data: {},
      });
    });
  }
}
