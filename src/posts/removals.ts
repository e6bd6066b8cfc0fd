import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import {
  actor,
  content,
  like,
  mention,
  notification,
  prepared,
  reblog,
  removedContent,
  revision,
} from "../../db/index.ts";
import { forgetFiles } from "../attachments/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { keepMarks } from "../forums/index.ts";
import { notify } from "../notifications/index.ts";
import { forgetPolls } from "../polls/index.ts";
import { administrator } from "../people/index.ts";
import { leaveConversations, placeInConversations } from "./conversations.ts";
import { isOpen } from "../visibility/index.ts";
import { type OwnPost, postFor } from "./facts.ts";

export interface DeletePost {
  contentId: Id;
  /** Why an administrator removes it. */
  reason?: string;
  from?: { activityIri: string };
}

/**
 * Deletes a post of one's own; a tombstone stays, which knows whom it was for. That is final. An administrator removes
 * what should not be here, and can restore it: of somebody elsewhere, the copy that is here.
 */
export async function deletePost(ctx: Context, { contentId, reason, from }: DeletePost): Promise<void> {
  const deleter = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const post = await reached(ctx, made, contentId);
    const own = post.authorId === deleter.id;
    if (!own && !(deleter.local && deleter.administrator))
      throw new Refusal("forbidden", "Only its author or an administrator can delete this.");
    const [kept] = await tx.select().from(removedContent).where(eq(removedContent.contentId, contentId));
    if (post.deleted && !(own && kept)) return;
    const gone = await tx
      .update(content)
      .set({
        deleted: at,
        deletedById: deleter.id,
        html: "",
        source: null,
        warning: null,
        likes: 0,
        boosts: 0,
      })
      .where(and(eq(content.id, contentId), kept ? undefined : isNull(content.deleted)))
      .returning({ id: content.id });
    if (gone.length === 0) return;
    const knownBy = await knownTo(made, contentId);
    if (own) await forget(made, contentId);
    else {
      const { warning: title, html, source } = post;
      await tx
        .insert(removedContent)
        .values({ contentId, title, html, source, reason: reason ?? null, removed: at });
    }
    await leaveConversations(made, post);
    await tx.delete(reblog).where(eq(reblog.contentId, contentId));
    await tx.delete(notification).where(eq(notification.contentId, contentId));
    if (!own) {
      const told = { personId: post.authorId, actorId: deleter.id, contentId };
      await notify(made, { kind: "deleted", ...told, text: reason?.slice(0, 500) || null });
    }
    await record({
      kind: "post.deleted",
      contentId,
      data: {
        ...(from ? { activityIri: from.activityIri } : {}),
        ...(own ? {} : { reason: reason ?? "", removal: true }),
        ...(knownBy.length > 0 ? { knownBy } : {}),
      },
    });
  });
}

/** People elsewhere who liked or boosted it: their servers hold it, and are to learn that it is gone. */
async function knownTo({ tx }: Change, contentId: Id): Promise<Id[]> {
  const known = new Set<Id>();
  for (const table of [like, reblog]) {
    const rows = await tx
      .select({ id: table.actorId })
      .from(table)
      .innerJoin(actor, eq(actor.id, table.actorId))
      .where(and(eq(table.contentId, contentId), eq(actor.local, false)));
    for (const { id } of rows) known.add(id);
  }
  return [...known].slice(0, 500);
}

/** An administrator decides on what was reported, also where it was not meant for them. */
async function reached(ctx: Context, { tx }: Change, id: Id): Promise<OwnPost> {
  if (!ctx.actor?.administrator) return postFor(ctx, tx, id);
  const [row] = await tx
    .select({ authorId: content.authorId })
    .from(content)
    .where(and(eq(content.id, id), eq(content.kind, "post")));
  const actor = row ? { ...ctx.actor, id: row.authorId } : ctx.actor;
  return postFor({ ...ctx, actor }, tx, id);
}

const ownQuery = prepared("own post by address", (db) =>
  db
    .select({
      id: content.id,
      visibility: content.visibility,
      deleted: content.deleted,
      hidden: content.hidden,
      local: actor.local,
    })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(and(eq(content.iri, sql.placeholder("iri")), eq(content.kind, "post"))),
);

/**
 * What was taken for a post of its author's own, because it came with a mention or an answer before its workspace did,
 * makes way for itself: it stands in a workspace. What is answered to it goes on by itself.
 *
 * @param meant its author wrote it for the workspace: no workspace takes what was not said to it
 * @returns whether there is nothing in the way any more; what is not for everybody, what is ours, and what was deleted or
 *   is hidden here stays
 */
export async function makeWay(
  ctx: Context,
  { iri, meant }: { iri: string; meant: boolean },
): Promise<boolean> {
  return ctx.store.transaction(async (tx) => {
    const [post] = await ownQuery(tx, { iri });
    if (!post) return true;
    if (!meant || post.local || post.deleted || post.hidden || !isOpen(post.visibility)) return false;
    const answers = await tx.select({ id: content.id }).from(content).where(eq(content.parentId, post.id));
    for (const { id } of answers) {
      let below = [id];
      for (let level = 0; below.length > 0 && level < 100; level++) {
        await tx.update(content).set({ rootId: id }).where(inArray(content.id, below));
        const next = await tx
          .select({ id: content.id })
          .from(content)
          .where(inArray(content.parentId, below));
        below = next.map((row) => row.id);
      }
    }
    await tx.delete(content).where(eq(content.id, post.id));
    return true;
  });
}

/** Its words are nowhere any more. Whom it was for stays known: they are to learn that it is gone. */
export async function forget({ tx }: Change, contentId: Id): Promise<void> {
  await tx.delete(removedContent).where(eq(removedContent.contentId, contentId));
  await tx.delete(revision).where(eq(revision.contentId, contentId));
  await tx.delete(like).where(eq(like.contentId, contentId));
  await forgetFiles({ tx }, [contentId]);
  await forgetPolls({ tx }, [contentId]);
  await keepMarks(tx, contentId, { source: null });
}

/**
 * An administrator takes a removal back.
 *
 * @throws {Refusal} `conflict` for what its author deleted, and for what was removed too long ago
 */
export async function restorePost(ctx: Context, { contentId }: { contentId: Id }): Promise<void> {
  administrator(ctx);
  await change(ctx, async (made) => {
    const { tx, record } = made;
    const post = await reached(ctx, made, contentId);
    if (!post.deleted) return;
    const [kept] = await tx.select().from(removedContent).where(eq(removedContent.contentId, contentId));
    if (!kept) throw new Refusal("conflict", "It is no longer kept, and cannot be restored.");
    const { title: warning, html, source } = kept;
    const likes = await tx.$count(like, eq(like.contentId, contentId));
    await tx
      .update(content)
      .set({ warning, html, source, likes, deleted: null, deletedById: null })
      .where(eq(content.id, contentId));
    await tx.delete(removedContent).where(eq(removedContent.contentId, contentId));
    if (post.visibility === "direct") {
      const named = await tx
        .select({ id: mention.actorId })
        .from(mention)
        .where(eq(mention.contentId, contentId));
      await placeInConversations(made, { ...post, mentioned: named.map(({ id }) => id) });
    }
    await record({ kind: "post.restored", contentId, data: {} });
  });
}
