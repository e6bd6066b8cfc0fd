import { and, eq, sql } from "drizzle-orm";
import { content, like, notification, reblog } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { hiddenHere, placeInTime } from "../forums/index.ts";
import { areApart } from "../ties/index.ts";
import { openPost, personalPosts, postFor } from "./facts.ts";
import { switchedOff } from "./rules.ts";
import { tellAuthor } from "./telling.ts";

/** An act that came from elsewhere. `said`: when, by the clock of whoever did it. */
export interface SaidElsewhere {
  activityIri: string;
  said: Date | null;
}

export interface LikePost {
  contentId: Id;
  liked: boolean;
  /** Address of the Like that is made or taken back. */
  likeIri?: string;
  from?: SaidElsewhere;
}

const untold = ({ tx }: Change, kind: "like" | "boost", contentId: Id, actorId: Id) =>
  tx
    .delete(notification)
    .where(
      and(
        eq(notification.kind, kind),
        eq(notification.contentId, contentId),
        eq(notification.actorId, actorId),
      ),
    );

/**
 * Likes a post of somebody's own, or takes the like back. Twice is once. Taking back an earlier like from elsewhere
 * leaves the one that stands.
 *
 * @throws {Refusal} `not found` for what one may not see, `gone` for what is deleted
 */
export async function likePost(ctx: Context, { contentId, liked, likeIri, from }: LikePost): Promise<void> {
  const liker = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const post = await postFor(ctx, tx, contentId);
    if (post.hidden && liker.local) throw hiddenHere();
    if (post.deleted) {
      if (from) return;
      throw new Refusal("gone", "This has been deleted.");
    }
    const mine = and(eq(like.contentId, contentId), eq(like.actorId, liker.id));
    const [had] = await tx.select({ iri: like.iri }).from(like).where(mine);
    if (!!had === liked || (had && from && likeIri && had.iri !== likeIri)) return;
    const iri = liked ? (likeIri ?? `${ctx.origin}/activities/${newId(at)}`) : (had?.iri ?? "");
    // Sent twice at once, the second one finds it done.
    const changed = liked
      ? await tx
          .insert(like)
          .values({ contentId, actorId: liker.id, iri, created: from?.said ?? at })
          .onConflictDoNothing()
          .returning({ id: like.actorId })
      : await tx.delete(like).where(mine).returning({ id: like.actorId });
    if (changed.length === 0) return;
    await tx
      .update(content)
      .set({ likes: sql`${content.likes} + ${liked ? 1 : -1}` })
      .where(eq(content.id, contentId));
    if (liked) await tellAuthor(made, "like", post, liker.id);
    else await untold(made, "like", contentId, liker.id);
    const data = { ...(from ? { activityIri: from.activityIri } : {}), likeIri: iri };
    await record({ kind: liked ? "post.liked" : "post.unliked", contentId, data });
  });
}

export interface BoostPost {
  contentId: Id;
  boosted: boolean;
  /** Address of the Announce that is made or taken back. */
  boostIri?: string;
  from?: SaidElsewhere;
}

/**
 * Passes a post on to one's followers, or takes that back: a post of somebody's own that everybody may read, or what
 * stands in an open workspace. Twice is once.
 *
 * @returns the id of the boost, which apps know it by; null where there is none (any more)
 * @throws {Refusal} `not found` for what not everybody may read and where one of the two blocked the other, `gone` for what is deleted, `forbidden` where the
 *   administrators have switched posts of one's own off
 */
export async function boostPost(
  ctx: Context,
  { contentId, boosted, boostIri, from }: BoostPost,
): Promise<Id | null> {
  const booster = signedIn(ctx);
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    const mine = and(eq(reblog.contentId, contentId), eq(reblog.actorId, booster.id));
    const [had] = await tx.select().from(reblog).where(mine);
    if (!boosted) {
      if (!had || (from && boostIri && had.iri !== boostIri)) return null;
      await tx.delete(reblog).where(mine);
      const [post] = await tx
        .update(content)
        .set({ boosts: sql`case when ${content.boosts} > 0 then ${content.boosts} - 1 else 0 end` })
        .where(eq(content.id, contentId))
        .returning({ workspaceId: content.workspaceId });
      await untold(made, "boost", contentId, booster.id);
      const data = { ...(from ? { activityIri: from.activityIri } : {}), boostIri: had.iri, boostId: had.id };
      await record({ kind: "post.unboosted", ...placed(post?.workspaceId), contentId, data });
      return null;
    }
    if (had) return had.id;
    const post = await openPost(tx, contentId);
    if (post.workspaceId === null && (await areApart(tx, booster.id, post.authorId))) throw notFound();
    if (post.hidden && booster.local) throw hiddenHere();
    if (post.deleted) {
      if (from) return null;
      throw new Refusal("gone", "This has been deleted.");
    }
    if (!(await personalPosts(tx))) throw switchedOff();
    const { id, published } = await placeInTime(made, from?.said ?? undefined);
    const iri = boostIri ?? `${ctx.origin}/activities/${newId(at)}`;
    const stored = await tx
      .insert(reblog)
      .values({ id, contentId, actorId: booster.id, iri, created: published })
      .onConflictDoNothing({ target: [reblog.contentId, reblog.actorId] })
      .returning({ id: reblog.id });
    if (stored.length === 0) return (await tx.select().from(reblog).where(mine))[0]?.id ?? null;
    await tx
      .update(content)
      .set({ boosts: sql`${content.boosts} + 1` })
      .where(eq(content.id, contentId));
    await tellAuthor(made, "boost", post, booster.id);
    const data = { ...(from ? { activityIri: from.activityIri } : {}), boostIri: iri, boostId: id };
    await record({ kind: "post.boosted", ...placed(post.workspaceId), contentId, data });
    return id;
  });
}

const placed = (workspaceId: Id | null | undefined) => (workspaceId ? { workspaceId } : {});
