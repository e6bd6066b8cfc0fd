import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import {
  actor,
  content,
  conversation,
  follow,
  notification,
  reblog,
  removedContent,
} from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";
import { leaveConversations } from "./conversations.ts";
import { forget } from "./removals.ts";

/**
 * An account here is closed: its posts of its own go for good, with what it passed on, and nobody follows it any more.
 * Other servers are told by its end alone, as Mastodon tells it.
 */
export async function takeOwnPosts(made: Change, personId: Id): Promise<void> {
  const { tx, at, record } = made;
  const posts = await tx
    .select({ id: content.id, rootId: content.rootId })
    .from(content)
    .where(and(eq(content.authorId, personId), eq(content.kind, "post"), isNull(content.deleted)));
  for (const post of posts) {
    const { id: contentId } = post;
    await tx
      .update(content)
      .set({
        deleted: at,
        deletedById: personId,
        html: "",
        source: null,
        warning: null,
        likes: 0,
        boosts: 0,
      })
      .where(eq(content.id, contentId));
    await forget(made, contentId);
    await leaveConversations(made, post);
    await tx.delete(reblog).where(eq(reblog.contentId, contentId));
    await tx.delete(notification).where(eq(notification.contentId, contentId));
    await record({ kind: "post.deleted", actorId: personId, contentId, data: {} });
  }
  // What an administrator had removed before is not kept for an account that is closed.
  const removed = await tx
    .select({ id: content.id })
    .from(removedContent)
    .innerJoin(content, eq(content.id, removedContent.contentId))
    .where(and(eq(content.authorId, personId), eq(content.kind, "post")));
  for (const { id } of removed) await forget(made, id);
  await tx.delete(conversation).where(eq(conversation.personId, personId));
  const passedOn = await tx.delete(reblog).where(eq(reblog.actorId, personId)).returning();
  for (const { contentId } of passedOn)
    await tx
      .update(content)
      .set({ boosts: sql`case when ${content.boosts} > 0 then ${content.boosts} - 1 else 0 end` })
      .where(eq(content.id, contentId));
  const people = tx.select({ id: actor.id }).from(actor).where(eq(actor.kind, "person"));
  await tx
    .delete(follow)
    .where(
      or(
        eq(follow.followedId, personId),
        and(eq(follow.followerId, personId), inArray(follow.followedId, people)),
      ),
    );
}
