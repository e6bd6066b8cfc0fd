import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { actor, follow, outgoing, peer, type Writer } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";

/**
 * Who receives an activity: the servers of everybody who follows `channelId`, or one inbox. `plain`: only those servers
 * that do not read what a workspace passes on.
 */
export type Receiver = { channelId: Id; plain?: boolean } | { host: string; inbox: string };

/** Servers with somebody who follows an actor of ours. */
export const followerHosts = (tx: Pick<Writer, "selectDistinct">, channelId: Id) =>
  tx
    .selectDistinct({ host: actor.host })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(
      and(
        eq(follow.followedId, channelId),
        eq(follow.state, "accepted"),
        eq(actor.local, false),
        isNull(actor.gone),
      ),
    );

/**
 * One row to send, however many receive it. Each peer that needs it learns how far it has to come; one with nothing
 * waiting starts at this row, so that a new follower is not sent what was before its time.
 */
export async function enqueue(
  tx: Writer,
  at: Date,
  { activityId, signerId, to }: { activityId: Id; signerId: Id; to: Receiver },
): Promise<void> {
  const direct = "host" in to;
  const [row] = await tx
    .insert(outgoing)
    .values({
      activityId,
      signerId,
      channelId: direct ? null : to.channelId,
      host: direct ? to.host : null,
      inbox: direct ? to.inbox : null,
      plain: !direct && to.plain === true,
      created: at,
    })
    .returning({ seq: outgoing.seq });
  const { seq } = row!;
  if (direct) await tx.insert(peer).values({ host: to.host, created: at }).onConflictDoNothing();
  await tx
    .update(peer)
    .set({
      cursor: sql`case when ${peer.cursor} >= ${peer.head} or ${peer.cursor} >= ${seq} then ${seq - 1} else ${peer.cursor} end`,
      head: sql`case when ${peer.head} > ${seq} then ${peer.head} else ${seq} end`,
    })
    .where(direct ? eq(peer.host, to.host) : inArray(peer.host, followerHosts(tx, to.channelId)));
}
