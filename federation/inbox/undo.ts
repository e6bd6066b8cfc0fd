import { and, eq } from "drizzle-orm";
import { actor, follow, like } from "../../db/index.ts";
import { setLike } from "../../src/forums/index.ts";
import { sameOrigin } from "../addresses.ts";
import { undone } from "./agreements.ts";
import { memberReadmitted } from "./removals.ts";
import { invitationWithdrawn } from "./invitations.ts";
import { rememberUndone } from "./before.ts";
import { offerWithdrawn } from "./requests.ts";
import { actingContext, done, type Handler, ignored } from "./arrived.ts";
import { unblock } from "./blocks.ts";
import { contentByIri, speaksFor } from "./find-content.ts";
import { onUnfollowPerson } from "./followers.ts";
import { leaves } from "./follows.ts";
import { lock } from "./marks.ts";
import { isOwnPost, ownPostByIri, undoBoost, unlikeOwnPost } from "./own-posts.ts";
import { onMove } from "./moves.ts";
import { restore } from "./restore.ts";

/** What was undone: the whole of it, as most send, or its address only. */
export const onUndo: Handler = async (deps, arrived) => {
  const { activity, sender, group } = arrived;
  const ctx = actingContext(deps, arrived);
  const { db } = deps.store;
  const inner = activity.inner;
  const iri = inner?.id ?? activity.objectId ?? "";
  if (inner && inner.actor !== sender.iri) return ignored("What is undone is another's");
  const type = inner?.type;
  const remember = async () => {
    if (sameOrigin(iri, sender.iri)) await rememberUndone(deps, iri, sender.iri);
  };
  const early = async (problem: string) => {
    await remember();
    return ignored(problem);
  };

  if (sender.kind === "application" && (type === "Offer" || type === "Accept")) return undone(deps, arrived);

  if (type === "Remove" && sender.kind === "group") return memberReadmitted(deps, arrived);
  if (type === "Offer" && sender.kind === "group" && !group)
    return (await offerWithdrawn(deps, arrived)) ?? early("There was no such request");
  if (type === "Invite") return invitationWithdrawn(deps, arrived);

  // Moved back: there is no more to it than that.
  if (type === "Move" && inner) {
    const { origin: target, target: origin } = inner;
    return onMove(deps, { ...arrived, activity: { ...inner, id: activity.id, origin, target } });
  }
  if (type === "Lock") return lock(deps, { ...arrived, activity: { ...inner!, id: activity.id } }, false);
  if (type === "Block") return unblock(deps, { ...arrived, activity: { ...inner!, id: activity.id } });
  if (type === "Delete") return restore(deps, { ...arrived, activity: { ...inner!, id: activity.id } });

  if (type === "Follow" || type === "Join" || type === undefined) {
    const [row] = await db
      .select({ followedId: follow.followedId, kind: actor.kind })
      .from(follow)
      .innerJoin(actor, eq(actor.id, follow.followedId))
      .where(
        and(
          eq(follow.followerId, sender.id),
          eq(actor.local, true),
          // Some make a new Follow only to undo it: who follows whom is what counts.
          inner?.objectId ? eq(actor.iri, inner.objectId) : eq(follow.iri, iri),
        ),
      );
    if (row?.kind === "person" && !group) return onUnfollowPerson(deps, arrived, row.followedId);
    if (row?.kind === "group" && !group) {
      return leaves(deps, arrived, row.followedId);
    }
    if (type !== undefined) return early("There was no such membership");
  }

  if (type === "Announce" || (type === undefined && !group)) {
    const taken = await undoBoost(deps, arrived, iri);
    if (taken) return taken;
    if (type === "Announce") return early("There was no such boost");
  }

  if (type === "Like" || type === undefined) {
    const own = inner?.objectId && !group ? await ownPostByIri(deps, inner.objectId) : null;
    if (own) {
      await remember();
      return unlikeOwnPost(deps, arrived, { contentId: own.id, likeIri: iri });
    }
    const post = inner?.objectId ? await contentByIri(deps, inner.objectId) : null;
    const [row] = post
      ? [{ contentId: post.id }]
      : await db
          .select({ contentId: like.contentId })
          .from(like)
          .where(and(eq(like.iri, iri), eq(like.actorId, sender.id)));
    if (!row) return early("There was no such like");
    if (group && post && !(await speaksFor(deps, group, post.workspaceId)))
      return ignored("The post is not in this workspace");
    const [liked] = await db
      .select({ iri: like.iri })
      .from(like)
      .where(and(eq(like.contentId, row.contentId), eq(like.actorId, sender.id)));
    if (!liked) return early("There was no such like");
    if (!post && (await isOwnPost(deps, row.contentId))) {
      await remember();
      return unlikeOwnPost(deps, arrived, { contentId: row.contentId, likeIri: iri });
    }
    await setLike(ctx, {
      contentId: row.contentId,
      liked: false,
      likeIri: iri,
      from: { activityIri: activity.id, said: activity.published },
    });
    await remember();
    return done;
  }
  return ignored(`Undoing ${type} has no meaning here`);
};
