import { and, eq, gt, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import { actor, amongTexts, follow, givenAs, givenTexts } from "../../db/index.ts";
import { peer, prepared, preparedWrite, type Writer } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import { hostOf } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { readsGroups } from "../direct.ts";
import type { Spec } from "../wire/sign-request.ts";
import { type Due, nextFor } from "./due.ts";

/** How long a process may take before another one may serve the same peer, in ms. */
export const leaseFor = 60_000;

/** A peer that this process serves now, with what it needs next. */
export interface Claimed {
  host: string;
  cursor: number;
  head: number;
  failures: number;
  software: string | null;
  signatureSpec: Spec | null;
  readsRfc9421: boolean;
  /** Many others wait: no connection is kept for what it may be sent later. */
  crowded: boolean;
  /** In order, from its cursor on. */
  due: Due[];
  /** How far it has come when it has these: what lies between is for others. */
  through: number;
  /** Where its followers of each channel receive: usually one shared inbox. */
  inboxes: Map<Id, string[]>;
}

const isDue = and(
  gt(peer.head, peer.cursor),
  isNull(peer.gone),
  or(isNull(peer.nextAttempt), lte(peer.nextAttempt, givenAs(peer.nextAttempt, "now"))),
  or(isNull(peer.leasedUntil), lt(peer.leasedUntil, givenAs(peer.leasedUntil, "now"))),
);

const anyDue = prepared("delivery.any", (db) =>
  db.select({ host: peer.host }).from(peer).where(isDue).limit(1),
);

const leased = preparedWrite("delivery.lease", (tx) =>
  tx
    .update(peer)
    .set({ lease: givenAs(peer.lease, "holder"), leasedUntil: givenAs(peer.leasedUntil, "until") })
    .where(
      and(
        inArray(
          peer.host,
          tx
            .select({ host: peer.host })
            .from(peer)
            .where(isDue)
            .orderBy(peer.host)
            .limit(sql.placeholder("limit")),
        ),
        isDue,
      ),
    )
    .returning({
      host: peer.host,
      cursor: peer.cursor,
      head: peer.head,
      failures: peer.failures,
      software: peer.software,
      signatureSpec: peer.signatureSpec,
      readsRfc9421: peer.readsRfc9421,
    }),
);

/** Found by the server: a workspace has thousands of followers, and a server that is written to has few. */
const following = prepared("delivery.following", (db) =>
  db
    .selectDistinct({
      host: actor.host,
      channelId: follow.followedId,
      inbox: sql<string>`coalesce(${actor.sharedInbox}, ${actor.inbox})`,
    })
    .from(actor)
    .innerJoin(follow, eq(follow.followerId, actor.id))
    .where(and(amongTexts(actor.host, "hosts"), eq(actor.local, false), eq(follow.state, "accepted"))),
);

type Peer = Omit<Claimed, "crowded" | "due" | "through" | "inboxes">;

/** Reads what peers need that have come equally far: mostly the same, which is read once for all of them. */
async function read(tx: Writer, peers: Peer[], crowded: boolean): Promise<Claimed[]> {
  const hosts = peers.map(({ host }) => host);
  const { cursor, head } = peers[0]!;
  const inboxes = new Map(hosts.map((host) => [host, new Map<Id, string[]>()]));
  for (const { host, channelId, inbox } of await following(tx, { hosts: givenTexts(hosts) })) {
    const own = inboxes.get(host)!;
    const there = own.get(channelId);
    if (there) there.push(inbox);
    else own.set(channelId, [inbox]);
  }
  const channels = new Set([...inboxes.values()].flatMap((own) => [...own.keys()]));
  const { due, through } = await nextFor(tx, hosts, channels, { cursor, head });
  return peers.map((one) => {
    const own = inboxes.get(one.host)!;
    const reads = readsGroups(one.software);
    const isFor = ({ host, channelId, plain, moved }: Due) =>
      (channelId === null ? host === one.host : own.has(channelId)) &&
      !(plain && reads) &&
      // Whoever said it learns that it was taken in, though the discussion has gone where they may not read it.
      (moved === null || hostOf(moved) === one.host);
    return { ...one, crowded, due: due.filter(isFor), through, inboxes: own };
  });
}

/**
 * Takes peers that have something waiting and are due; no other process takes the same ones while the lease lasts. In
 * the same transaction it is read what they need.
 */
export async function claim(deps: Deps, holder: string, limit: number): Promise<Claimed[]> {
  const now = deps.clock();
  // Looked for first without the right to write: most of the time there is nothing to do.
  const [any] = await anyDue(deps.store, { now });
  if (!any) return [];
  const until = new Date(now.getTime() + leaseFor);
  return deps.store.transaction(async (tx) => {
    const peers = await leased(tx, { now, holder, until, limit });
    const alike = Map.groupBy(peers, ({ cursor, head }) => `${cursor} ${head}`);
    const claimed: Claimed[] = [];
    for (const group of alike.values()) claimed.push(...(await read(tx, group, peers.length === limit)));
    return claimed;
  });
}
