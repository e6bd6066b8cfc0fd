import { and, eq, inArray, isNotNull, isNull, lte, or } from "drizzle-orm";
import { actor, content, givenAs, person, poll, pollVote, prepared } from "../../db/index.ts";
import { mayReadPost, readableFacts } from "../attachments/index.ts";
import { change, type Change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notify } from "../notifications/index.ts";
import { type PollElsewhere } from "./input.ts";
import { setPoll } from "./posting.ts";

/** How long others wait for new numbers after the last ones, in ms: they are sent once for many votes. */
const restBetween = 30_000;
const batch = 100;

const overQuery = prepared("polls that are over", (db) =>
  db
    .select({ id: poll.contentId })
    .from(poll)
    .where(and(eq(poll.told, false), or(lte(poll.ends, givenAs(poll.ends, "now")), isNotNull(poll.closed))))
    .limit(batch),
);

const changedQuery = prepared("polls with new numbers", (db) =>
  db
    .select({ id: poll.contentId })
    .from(poll)
    .where(and(eq(poll.changed, true), or(isNull(poll.sent), lte(poll.sent, givenAs(poll.sent, "rested")))))
    .limit(batch),
);

/**
 * Ends polls whose time is over, and has new numbers sent.
 *
 * @returns how many it dealt with
 */
export async function tallyPolls(ctx: Context): Promise<number> {
  const now = ctx.clock();
  const over = await overQuery(ctx.store, { now });
  for (const { id } of over) await endPoll(ctx, id);
  const rested = new Date(now.getTime() - restBetween);
  const changed = await changedQuery(ctx.store, { rested });
  for (const { id } of changed)
    await change(ctx, async (made) => {
      const [row] = await made.tx
        .update(poll)
        .set({ changed: false, sent: made.at })
        .where(and(eq(poll.contentId, id), eq(poll.changed, true)))
        .returning({ id: poll.contentId });
      if (row) await recordCounted(made, id);
    });
  return over.length + changed.length;
}

/** By its author, where that is somebody here: of others' polls, their servers tell. */
async function recordCounted({ tx, record }: Change, contentId: Id): Promise<void> {
  const [post] = await tx
    .select({ authorId: content.authorId, workspaceId: content.workspaceId, local: actor.local })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(and(eq(content.id, contentId), isNull(content.deleted)));
  if (!post?.local) return;
  const { authorId: actorId, workspaceId } = post;
  await record({ kind: "poll.counted", actorId, workspaceId, contentId, data: {} });
}

/** Its author and those who voted are told, once; whoever may not read it any more is not. */
async function endPoll(ctx: Context, contentId: Id): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, at } = made;
    const [row] = await tx
      .update(poll)
      .set({ told: true, changed: false, sent: at })
      .where(and(eq(poll.contentId, contentId), eq(poll.told, false)))
      .returning();
    if (!row) return;
    if (row.closed === null)
      await tx.update(poll).set({ closed: row.ends }).where(eq(poll.contentId, contentId));
    await recordCounted(made, contentId);
    const post = await readableFacts(tx, contentId);
    if (!post || post.deleted) return;
    const { authorId, workspaceId } = post;
    const voted = tx.select({ id: pollVote.actorId }).from(pollVote).where(eq(pollVote.contentId, contentId));
    const told = await tx
      .select({ id: person.actorId })
      .from(person)
      .where(or(eq(person.actorId, authorId), inArray(person.actorId, voted)));
    for (const { id: personId } of told) {
      if (!(await mayReadPost(tx, post, personId))) continue;
      // Of one's own poll, nobody else is who did it.
      const actorId = personId === authorId ? null : authorId;
      await notify(made, { kind: "poll", personId, actorId, workspaceId, contentId });
    }
  });
}

/**
 * The numbers of a poll elsewhere, as the server of its author sends them. Nobody else's count.
 *
 * @param activityIri what brought them, passed on as it came by the workspace
 */
export async function takeCounts(
  ctx: Context,
  { contentId, shown, activityIri }: { contentId: Id; shown: PollElsewhere; activityIri: string },
): Promise<void> {
  await change(ctx, async (made) => {
    const [post] = await made.tx
      .select({ authorId: content.authorId, workspaceId: content.workspaceId, deleted: content.deleted })
      .from(content)
      .innerJoin(poll, eq(poll.contentId, content.id))
      .where(eq(content.id, contentId));
    if (!post || post.deleted || post.authorId !== ctx.actor?.id) return;
    await setPoll(made, contentId, { elsewhere: shown });
    const { workspaceId } = post;
    await made.record({ kind: "poll.counted", workspaceId, contentId, data: { activityIri } });
  });
}
