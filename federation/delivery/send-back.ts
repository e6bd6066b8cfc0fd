import { and, asc, desc, eq, gt, inArray, ne } from "drizzle-orm";
import { activity, inbox, outgoing, peer } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import type { Deps } from "../deps.ts";
import { enqueue, followerHosts, type Queued, tellReceivers } from "./enqueue.ts";

/** So much of what waits is looked through: whoever joins and leaves again and again costs no more than that. */
const most = 5_000;

/**
 * What people at a server did in a workspace of ours comes back to them with what it passes on, as its server follows it.
 * When the last of them leaves, what has not been sent yet is sent back to them alone: they hear what became of it. In
 * one transaction with the leaving.
 */
export async function sendBack(
  { store, clock }: Deps,
  { workspaceId, host, to }: { workspaceId: Id; host: string; to: string },
): Promise<void> {
  await store.transaction(async (tx) => {
    const following = await followerHosts(tx, workspaceId);
    if (following.some((one) => one.host === host)) return;
    const [there] = await tx.select({ cursor: peer.cursor }).from(peer).where(eq(peer.host, host));
    if (!there) return;
    const unsent = gt(outgoing.seq, there.cursor);
    const newest = tx
      .select({ seq: outgoing.seq })
      .from(outgoing)
      .where(and(eq(outgoing.channelId, workspaceId), eq(outgoing.plain, false), unsent))
      .orderBy(desc(outgoing.seq))
      .limit(most);
    const theirs = await tx
      .select({ activityId: outgoing.activityId, signerId: outgoing.signerId })
      .from(outgoing)
      .innerJoin(activity, eq(activity.id, outgoing.activityId))
      .innerJoin(inbox, eq(inbox.iri, activity.innerIri))
      .where(and(inArray(outgoing.seq, newest), eq(inbox.host, host), ne(activity.body, "")))
      .orderBy(asc(outgoing.seq));
    const known = await tx
      .select({ activityId: outgoing.activityId })
      .from(outgoing)
      .where(and(eq(outgoing.host, host), unsent));
    const before = new Set(known.map(({ activityId }) => activityId));
    const waiting = theirs.filter(({ activityId }) => !before.has(activityId));
    const queued: Queued[] = [];
    for (const one of waiting) queued.push(await enqueue(tx, clock(), { ...one, to: { host, inbox: to } }));
    await tellReceivers(tx, queued);
  });
}
