import { and, eq, isNotNull, isNull, notInArray } from "drizzle-orm";
import { actor, content, hiddenPerson, hiddenPost, notification } from "../../db/index.ts";
import { change, type Change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { showOrHide } from "../forums/index.ts";
import { notify } from "../notifications/index.ts";
import { administrator } from "../people/index.ts";

/**
 * An administrator hides a post from everybody here. Its workspace keeps it, other organisations see it as before, and
 * nothing is sent to anybody. Its author is told why, if they have their account here. Hidden again, it has another reason.
 *
 * @throws {Refusal} `forbidden` for whoever is no administrator, `not found`, `gone` for a deleted post
 */
export async function hidePost(
  ctx: Context,
  { contentId, reason }: { contentId: Id; reason: string },
): Promise<void> {
  const byId = administrator(ctx).id;
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const [post] = await tx.select().from(content).where(eq(content.id, contentId));
    if (!post) throw notFound();
    if (post.deleted) throw new Refusal("gone", "This has been deleted.");
    await tx
      .insert(hiddenPost)
      .values({ contentId, byId, reason, created: at })
      .onConflictDoUpdate({ target: hiddenPost.contentId, set: { byId, reason } });
    await setHidden(made, [post], at);
    const { workspaceId, authorId } = post;
    await tx.delete(notification).where(eq(notification.contentId, contentId));
    await notify(made, { kind: "hidden", personId: authorId, workspaceId, contentId, text: reason });
    await record({ kind: "content.hidden", workspaceId, contentId, data: { reason } });
  });
}

/** An administrator shows a post again. Where all of its author's are hidden, it stays so. */
export async function showPost(ctx: Context, { contentId }: { contentId: Id }): Promise<void> {
  administrator(ctx);
  await change(ctx, async (made) => {
    const { tx, record } = made;
    const [had] = await tx.delete(hiddenPost).where(eq(hiddenPost.contentId, contentId)).returning();
    if (!had) return;
    const [post] = await tx.select().from(content).where(eq(content.id, contentId));
    const [person] = await tx.select().from(hiddenPerson).where(eq(hiddenPerson.actorId, post!.authorId));
    if (person) return;
    await setHidden(made, [post!], null);
    await tx
      .delete(notification)
      .where(and(eq(notification.contentId, contentId), eq(notification.kind, "hidden")));
    await record({ kind: "content.unhidden", workspaceId: post!.workspaceId, contentId, data: {} });
  });
}

/**
 * An administrator hides all that somebody has written and will write, from everybody here.
 *
 * @throws {Refusal} `forbidden`, `not found`
 */
export async function hidePerson(
  ctx: Context,
  { personId, reason }: { personId: Id; reason: string },
): Promise<void> {
  const byId = administrator(ctx).id;
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const [who] = await tx.select({ kind: actor.kind }).from(actor).where(eq(actor.id, personId));
    if (who?.kind !== "person") throw notFound();
    await tx
      .insert(hiddenPerson)
      .values({ actorId: personId, byId, reason, created: at })
      .onConflictDoUpdate({ target: hiddenPerson.actorId, set: { byId, reason } });
    const theirs = await tx
      .select()
      .from(content)
      .where(and(eq(content.authorId, personId), isNull(content.hidden)));
    await setHidden(made, theirs, at);
    await tx.delete(notification).where(eq(notification.actorId, personId));
    await notify(made, { kind: "hidden", personId, text: reason });
    await record({ kind: "person.hidden", actorId: personId, data: { byId, reason } });
  });
}

/** What somebody writes is shown again, but for posts that are hidden by themselves. */
export async function showPerson(ctx: Context, { personId }: { personId: Id }): Promise<void> {
  const byId = administrator(ctx).id;
  await change(ctx, async (made) => {
    const { tx, record } = made;
    const [had] = await tx.delete(hiddenPerson).where(eq(hiddenPerson.actorId, personId)).returning();
    if (!had) return;
    const own = tx.select({ id: hiddenPost.contentId }).from(hiddenPost);
    const theirs = await tx
      .select()
      .from(content)
      .where(and(eq(content.authorId, personId), isNotNull(content.hidden), notInArray(content.id, own)));
    await setHidden(made, theirs, null);
    await tx
      .delete(notification)
      .where(
        and(
          eq(notification.personId, personId),
          eq(notification.kind, "hidden"),
          isNull(notification.contentId),
        ),
      );
    await record({ kind: "person.unhidden", actorId: personId, data: { byId } });
  });
}

async function setHidden(
  { tx }: Change,
  posts: { id: Id; kind: string }[],
  hidden: Date | null,
): Promise<void> {
  for (const { id, kind } of posts) {
    await tx.update(content).set({ hidden }).where(eq(content.id, id));
    if (kind === "discussion") await showOrHide(tx, id);
  }
}
