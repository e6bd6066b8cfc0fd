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
const first = givenAs(peer.head, "first");
const farther = {
  cursor: sql`case when ${peer.cursor} >= ${peer.head} or ${peer.cursor} >= ${first} then ${givenAs(peer.cursor, "before")} else ${peer.cursor} end`,
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

/** A row that waits to be sent, and for whom: the servers that follow a channel, or one server. */
export interface Queued {
  seq: number;
  channelId: Id | null;
  host: string | null;
  at: Date;
}

/** One row to send, however many receive it. In the same transaction they are told, with `tellReceivers`. */
export async function enqueue(
  tx: Writer,
  at: Date,
  { activityId, signerId, to }: { activityId: Id; signerId: Id; to: Receiver },
): Promise<Queued> {
  const direct = "host" in to ? to : null;
  const channelId = "channelId" in to ? to.channelId : null;
  const place = {
    channelId,
    host: direct?.host ?? null,
    inbox: direct?.inbox ?? null,
    plain: "channelId" in to && to.plain === true,
  };
  const [row] = await insertion(tx, { activityId, signerId, ...place, created: at });
  return { seq: row!.seq, channelId, host: place.host, at };
}

/**
 * Each peer that rows wait for learns how far it has to come; one with nothing waiting starts at the first of these rows,
 * so that a new follower is not sent what was before its time.
 *
 * @param queued in the order of their `seq`
 */
export async function tellReceivers(tx: Writer, queued: readonly Queued[]): Promise<void> {
  const receivers = new Map<Id | string, { first: Queued; seq: number }>();
  for (const one of queued) {
    const receiver = one.channelId ?? one.host!;
    const before = receivers.get(receiver);
    if (before) before.seq = one.seq;
    else receivers.set(receiver, { first: one, seq: one.seq });
  }
  for (const { first, seq } of receivers.values()) {
    const { channelId, host, at } = first;
    const far = { first: first.seq, before: first.seq - 1, seq };
    if (host === null) {
      await followingPeers(tx, { ...far, channelId });
      continue;
    }
    const known = await onePeer(tx, { ...far, host });
    if (known.length > 0) continue;
    await newPeer(tx, { host, created: at });
    await onePeer(tx, { ...far, host });
  }
}
