import { and, asc, eq, gt, ne } from "drizzle-orm";
import { activity, inbox, outgoing, peer } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import type { Deps } from "../deps.ts";
import { enqueue, followerHosts, type Queued, tellReceivers } from "./enqueue.ts";

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
    const waiting = await tx
      .select({ activityId: outgoing.activityId, signerId: outgoing.signerId })
      .from(outgoing)
      .innerJoin(activity, eq(activity.id, outgoing.activityId))
      .innerJoin(inbox, eq(inbox.iri, activity.innerIri))
      .innerJoin(peer, eq(peer.host, inbox.host))
      .where(
        and(
          eq(outgoing.channelId, workspaceId),
          eq(outgoing.plain, false),
          eq(peer.host, host),
          gt(outgoing.seq, peer.cursor),
          ne(activity.body, ""),
        ),
      )
      .orderBy(asc(outgoing.seq));
    const queued: Queued[] = [];
    for (const one of waiting) queued.push(await enqueue(tx, clock(), { ...one, to: { host, inbox: to } }));
    await tellReceivers(tx, queued);
  });
}
