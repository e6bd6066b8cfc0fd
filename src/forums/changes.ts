import { and, eq, isNull, sql } from "drizzle-orm";
import { content, discussion, like, notification, readMark, revision } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { mayManage, onlyManagers } from "../workspaces/index.ts";
import { postFor } from "./facts.ts";
import { commentInput, discussionInput } from "./input.ts";
import { inner } from "./operations.ts";
import { mayDelete, mayEdit, mayLike } from "./rules.ts";
import { type FromElsewhere, keepMentions, knownActors, write } from "./writing.ts";

export interface EditContent {
  contentId: Id;
  title?: string | null;
  source?: string | null;
  /** `published` is then the time of the edit. */
  from?: FromElsewhere;
}

/** Replaces the wording and keeps the old one. An edit that is older than what stands here changes nothing. */
export async function editContent(ctx: Context, input: EditContent): Promise<void> {
  const editor = signedIn(ctx);
  await change(ctx, async ({ tx, at, record }) => {
    const { post, standing } = await postFor(ctx, tx, input.contentId);
    const { from } = input;
    if (post.authorId !== editor.id) throw new Refusal("forbidden", "Only its author can edit this.");
    if (post.deleted) {
      if (from) return;
      throw new Refusal("gone", "This has been deleted.");
    }
    if (!ctx.settled && !mayEdit(standing, editor, post)) {
      throw new Refusal(
        "forbidden",
        post.locked ? "This discussion is locked." : "You can no longer edit this here.",
      );
    }
    const asked = from
      ? { title: input.title?.slice(0, 200) ?? post.title, source: input.source ?? null }
      : post.kind === "discussion"
        ? discussionInput.parse({ title: input.title, source: input.source })
        : { title: null, ...commentInput.parse({ source: input.source }) };
    const edited = from && from.published < at ? from.published : at;
    if (from && edited <= (post.edited ?? post.published)) return;
    const { html, mentioned } = from
      ? { html: from.html, mentioned: await knownActors(tx, from.mentions ?? []) }
      : await write(ctx, tx, asked.source ?? "");
    const sameWords = html === post.html && asked.title === post.title;
    // From elsewhere the first copy may have had these words already; that they were edited is still to be said.
    if (sameWords && !from) return;
    if (!sameWords) {
      await tx
        .insert(revision)
        .values({
          contentId: post.id,
          replaced: edited,
          title: post.title,
          html: post.html,
          source: post.source,
        })
        .onConflictDoNothing();
    }
    await tx
      .update(content)
      .set({ title: asked.title, source: asked.source, html, edited })
      .where(eq(content.id, post.id));
    await keepMentions(tx, post.id, mentioned);
    await record({
      kind: "content.edited",
      workspaceId: post.workspaceId,
      contentId: post.id,
      data: inner(from),
    });
  });
}

/** Deletes a post: its words, its history and its likes go, a tombstone stays. */
export async function deleteContent(
  ctx: Context,
  { contentId, reason, from }: { contentId: Id; reason?: string; from?: { activityIri: string } },
): Promise<void> {
  const deleter = signedIn(ctx);
  await change(ctx, async ({ tx, at, record }) => {
    const { post, standing } = await postFor(ctx, tx, contentId);
    if (post.deleted) return;
    if (!ctx.settled && !mayDelete(standing, deleter, post)) {
      throw new Refusal("forbidden", "Only its author or a manager can delete this.");
    }
    const deleted = await tx
      .update(content)
      .set({ deleted: at, deletedById: deleter.id, html: "", source: null, likes: 0 })
      .where(and(eq(content.id, contentId), isNull(content.deleted)))
      .returning({ id: content.id });
    if (deleted.length === 0) return;
    if (post.kind === "discussion")
      await tx.update(content).set({ title: "" }).where(eq(content.id, contentId));
    else if (!post.refused) {
      await tx
        .update(discussion)
        .set({ comments: sql`${discussion.comments} - 1` })
        .where(eq(discussion.contentId, post.rootId));
    }
    await tx.delete(revision).where(eq(revision.contentId, contentId));
    await tx.delete(like).where(eq(like.contentId, contentId));
    await keepMentions(tx, contentId, []);
    await tx.delete(notification).where(eq(notification.contentId, contentId));
    const data = { ...inner(from), ...(reason ? { reason } : {}) };
    await record({ kind: "content.deleted", workspaceId: post.workspaceId, contentId, data });
  });
}

export interface SetLike {
  contentId: Id;
  liked: boolean;
  /** Address of the Like that is made or taken back. */
  likeIri?: string;
  /** `said`: when, by the clock of whoever likes. */
  from?: { activityIri: string; said: Date | null };
}

/**
 * Likes a post, or takes the like back. Twice is once. From elsewhere the last word counts, in whatever order they come:
 * taking back an earlier like leaves the one that stands.
 */
export async function setLike(ctx: Context, { contentId, liked, likeIri, from }: SetLike): Promise<void> {
  const liker = signedIn(ctx);
  await change(ctx, async ({ tx, at, record }) => {
    const { post, standing } = await postFor(ctx, tx, contentId);
    // A like that crossed with the deletion has nothing left to be about.
    if (post.deleted && !liker.local) return;
    if (!ctx.settled && !mayLike(standing, liker, post)) {
      throw new Refusal("forbidden", "Join this workspace to say that something helped.");
    }
    const mine = and(eq(like.contentId, contentId), eq(like.actorId, liker.id));
    const [had] = await tx.select({ iri: like.iri, created: like.created }).from(like).where(mine);
    const said = from?.said ?? at;
    // Another like of the same post: that the one before was taken back comes later. Others are to know of both.
    const other = !!had && !!from && !!likeIri && had.iri !== likeIri;
    if (other ? had.created >= said : !!had === liked) return;
    const step = liked ? (had ? 0 : 1) : -1;
    const iri = liked ? (likeIri ?? `${ctx.origin}/activities/${newId(at)}`) : (had?.iri ?? "");
    // Sent twice at once, the second one finds it done.
    const changed = !liked
      ? await tx.delete(like).where(mine).returning({ actorId: like.actorId })
      : had
        ? await tx.update(like).set({ iri, created: said }).where(mine).returning({ actorId: like.actorId })
        : await tx
            .insert(like)
            .values({ contentId, actorId: liker.id, iri, created: said })
            .onConflictDoNothing()
            .returning({ actorId: like.actorId });
    if (changed.length === 0) return;
    await tx
      .update(content)
      .set({ likes: sql`${content.likes} + ${step}` })
      .where(eq(content.id, contentId));
    const data = { ...inner(from), likeIri: iri };
    await record({
      kind: liked ? "content.liked" : "content.unliked",
      workspaceId: post.workspaceId,
      contentId,
      data,
    });
  });
}

async function mark(
  ctx: Context,
  contentId: Id,
  from: { activityIri: string } | undefined,
  column: "pinned" | "locked",
  on: boolean,
): Promise<void> {
  await change(ctx, async ({ tx, at, record }) => {
    const { post, standing } = await postFor(ctx, tx, contentId);
    if (!ctx.settled) {
      signedIn(ctx);
      if (!mayManage(standing)) throw onlyManagers();
      if (!standing.local)
        throw new Refusal("forbidden", "Managers do this at the workspace's own organisation.");
    }
    if (post.kind !== "discussion" || post.deleted || !!post[column] === on) return;
    await tx
      .update(discussion)
      .set({ [column]: on ? at : null })
      .where(eq(discussion.contentId, contentId));
    const kind = (
      column === "pinned"
        ? on
          ? "discussion.pinned"
          : "discussion.unpinned"
        : on
          ? "discussion.locked"
          : "discussion.unlocked"
    ) as "discussion.pinned";
    await record({ kind, workspaceId: post.workspaceId, contentId, data: inner(from) });
  });
}

export interface Marking {
  contentId: Id;
  on: boolean;
  from?: { activityIri: string };
}

/** Keeps a discussion at the top of the forum, or lets it go. */
export const setPinned = (ctx: Context, { contentId, on, from }: Marking) =>
  mark(ctx, contentId, from, "pinned", on);

/** Ends comments on a discussion, or allows them again. */
export const setLocked = (ctx: Context, { contentId, on, from }: Marking) =>
  mark(ctx, contentId, from, "locked", on);

/** The home of the workspace has taken in what a member here wrote, or would not. */
export async function settleContent(
  ctx: Context,
  { contentId, refused }: { contentId: Id; refused?: string },
): Promise<void> {
  await ctx.store.transaction(async (tx, signal) => {
    const at = ctx.clock();
    const [post] = await tx
      .select({
        kind: content.kind,
        rootId: content.rootId,
        workspaceId: content.workspaceId,
        authorId: content.authorId,
        accepted: content.accepted,
        refused: content.refused,
      })
      .from(content)
      .where(eq(content.id, contentId));
    if (!post || post.accepted || (refused !== undefined && post.refused)) return;
    await tx
      .update(content)
      .set(refused === undefined ? { accepted: at, refused: null } : { refused: refused.slice(0, 500) })
      .where(eq(content.id, contentId));
    // What was refused is seen by nobody but its author, and does not count.
    const step = refused !== undefined ? -1 : post.refused ? 1 : 0;
    if (post.kind === "comment" && step !== 0) {
      await tx
        .update(discussion)
        .set({ comments: sql`${discussion.comments} + ${step}` })
        .where(eq(discussion.contentId, post.rootId));
    }
    if (refused !== undefined) {
      await tx.insert(notification).values({
        id: newId(at),
        personId: post.authorId,
        kind: "refused",
        workspaceId: post.workspaceId,
        contentId,
        text: refused.slice(0, 500),
        created: at,
      });
    }
    signal(
      JSON.stringify({ kind: "content.edited", actorId: null, workspaceId: post.workspaceId, contentId }),
    );
  });
}

/** Remembers how far a member has read a discussion: until `seen`, or until now. */
export async function markSeen(ctx: Context, discussionId: Id, seen = ctx.clock()): Promise<void> {
  const reader = ctx.actor;
  if (!reader) return;
  await ctx.store.transaction(async (tx) => {
    await tx
      .insert(readMark)
      .values({ personId: reader.id, discussionId, seen })
      .onConflictDoUpdate({ target: [readMark.personId, readMark.discussionId], set: { seen } });
  });
}
