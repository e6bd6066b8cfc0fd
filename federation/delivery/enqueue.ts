import { and, eq, inArray, isNull, type Placeholder, sql } from "drizzle-orm";
import {
  actor,
  follow,
  givenAs,
  outgoing,
  peer,
  placeholders,
  preparedWrite,
  type Writer,
} from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";

/**
 * Who receives an activity: the servers of everybody who follows `channelId`, or one inbox. `plain`: only those servers
 * that do not read what a workspace passes on.
 */
export type Receiver = { channelId: Id; plain?: boolean } | { host: string; inbox: string };

/** Servers with somebody who follows an actor of ours. */
export const followerHosts = (tx: Pick<Writer, "selectDistinct">, channelId: Id | Placeholder) =>
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

const insertion = preparedWrite("outgoing", (tx) =>
  tx
    .insert(outgoing)
    .values(placeholders("activityId", "signerId", "channelId", "host", "inbox", "plain", "created"))
    .returning({ seq: outgoing.seq }),
);

const newPeer = preparedWrite("peer to send to", (tx) =>
  tx.insert(peer).values(placeholders("host", "created")).onConflictDoNothing(),
);

const seq = givenAs(peer.head, "seq");
const farther = {
  cursor: sql`case when ${peer.cursor} >= ${peer.head} or ${peer.cursor} >= ${seq} then ${givenAs(peer.cursor, "before")} else ${peer.cursor} end`,
  head: sql`case when ${peer.head} > ${seq} then ${peer.head} else ${seq} end`,
};

const onePeer = preparedWrite("peer learns how far", (tx) =>
  tx
    .update(peer)
    .set(farther)
    .where(eq(peer.host, sql.placeholder("host")))
    .returning({ host: peer.host }),
);

const followingPeers = preparedWrite("following peers learn how far", (tx) =>
  tx
    .update(peer)
    .set(farther)
    .where(inArray(peer.host, followerHosts(tx, sql.placeholder("channelId")))),
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
  const direct = "host" in to ? to : null;
  const place = {
    channelId: "channelId" in to ? to.channelId : null,
    host: direct?.host ?? null,
    inbox: direct?.inbox ?? null,
    plain: "channelId" in to && to.plain === true,
  };
  const [row] = await insertion(tx, { activityId, signerId, ...place, created: at });
  const far = { seq: row!.seq, before: row!.seq - 1 };
  if (!direct) return void (await followingPeers(tx, { ...far, channelId: place.channelId }));
  const known = await onePeer(tx, { ...far, host: direct.host });
  if (known.length > 0) return;
  await newPeer(tx, { host: direct.host, created: at });
  await onePeer(tx, { ...far, host: direct.host });
}
