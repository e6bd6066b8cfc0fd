import { and, eq, gt, inArray, isNull, lt, lte, or } from "drizzle-orm";
import { actor, peer } from "../../db/index.ts";
import { described } from "../../src/core/described.ts";
import { verdictFor } from "../../src/peers/index.ts";
import type { Deps } from "../deps.ts";
import { readsGroups } from "../direct.ts";
import { mayLeave } from "../access.ts";
import { type Turns, turns } from "../turns.ts";
import { inboxesOf, nextFor, noteFailure, noteGone, send } from "./send.ts";

/** Peers that are sent to at the same time. */
const together = 32;
const leaseFor = 60_000;
const batch = 50;

/** Refusals that may pass are tried again so often, before the next one gets its turn. */
const triesOfRefused = 5;

interface Claimed {
  failures: number;
  host: string;
  cursor: number;
  head: number;
  software: string | null;
}

/** Takes peers that have something waiting and are due; no other process takes the same ones while the lease lasts. */
async function claim(deps: Deps, holder: string, limit: number): Promise<Claimed[]> {
  const now = deps.clock();
  const due = and(
    gt(peer.head, peer.cursor),
    isNull(peer.gone),
    or(isNull(peer.nextAttempt), lte(peer.nextAttempt, now)),
    or(isNull(peer.leasedUntil), lt(peer.leasedUntil, now)),
  );
  // Looked for first without the right to write: most of the time there is nothing to do.
  const [any] = await deps.store.db.select({ host: peer.host }).from(peer).where(due).limit(1);
  if (!any) return [];
  return deps.store.transaction(async (tx) => {
    const chosen = tx.select({ host: peer.host }).from(peer).where(due).orderBy(peer.host).limit(limit);
    const claimed = await tx
      .update(peer)
      .set({ lease: holder, leasedUntil: new Date(now.getTime() + leaseFor) })
      .where(and(inArray(peer.host, chosen), due))
      .returning({
        host: peer.host,
        cursor: peer.cursor,
        head: peer.head,
        failures: peer.failures,
        software: peer.software,
      });
    return claimed;
  });
}

/** Sends one peer what waits for it, in order, and remembers after each how far it has come. */
async function serve(deps: Deps, holder: string, claimed: Claimed): Promise<void> {
  const { host, cursor, head, failures } = claimed;
  // What it was to get meanwhile is not kept for it: after a suspension it begins anew.
  if ((await verdictFor(deps.store, host)) === "suspended") return advance(deps, holder, host, head, true);
  const readsGroup = readsGroups(claimed.software);
  const due = await nextFor(deps, host, cursor, head, batch);
  let done = cursor;
  for (const one of due) {
    const inboxes = one.inbox ? [one.inbox] : one.channelId ? await inboxesOf(deps, host, one.channelId) : [];
    // What was deleted meanwhile is not sent any more; its Delete follows.
    const unneeded = one.body === "" || (one.plain && readsGroup);
    const withheld = unneeded || !(await mayLeave(deps, one.workspaceId, host));
    for (const inbox of withheld ? [] : inboxes) {
      const sent = await send(deps, inbox, one.signerId, one.body);
      if (sent.outcome === "later") return noteFailure(deps, host, sent.problem, sent.notBefore);
      if (sent.outcome === "refused" && sent.mayPass && failures < triesOfRefused && one === due[0]) {
        return noteFailure(deps, host, sent.problem, null);
      }
      if (sent.outcome === "refused" && sent.gone && (await isShared(deps, inbox)))
        return noteGone(deps, host, sent.problem);
      if (sent.outcome === "refused") {
        console.warn(
          JSON.stringify({ level: "warn", delivery: host, inbox, seq: one.seq, problem: sent.problem }),
        );
      }
    }
    done = one.seq;
    // After the last one it is noted once, together with the end.
    if (one !== due.at(-1)) await advance(deps, holder, host, done, false);
  }
  // Rows in between were for others.
  await advance(deps, holder, host, due.length < batch ? head : done, true);
}

/** Whether an inbox is a whole server's; one of somebody's own goes with them. */
async function isShared(deps: Deps, inbox: string): Promise<boolean> {
  const [found] = await deps.store.db
    .select({ id: actor.id })
    .from(actor)
    .where(eq(actor.sharedInbox, inbox))
    .limit(1);
  return !!found;
}

async function advance(
  deps: Deps,
  holder: string,
  host: string,
  cursor: number,
  finished: boolean,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const now = deps.clock();
    await tx
      .update(peer)
      .set({
        cursor,
        failures: 0,
        nextAttempt: null,
        problem: null,
        lastSent: now,
        ...(finished
          ? { lease: null, leasedUntil: null }
          : { leasedUntil: new Date(now.getTime() + leaseFor) }),
      })
      .where(and(eq(peer.host, host), eq(peer.lease, holder)));
  });
}

/** Sends what is due, to many peers at once, each in order. A peer that is served is leased, so that no other is. */
export const deliveries = (deps: Deps, holder: string, ended: () => void): Turns =>
  turns(
    together,
    (_busy, limit) => claim(deps, holder, limit),
    (one) =>
      serve(deps, holder, one)
        .catch((error: unknown) => noteFailure(deps, one.host, String(error), null))
        // The disk may be full: the lease runs out, and then it is tried again.
        .catch((error: unknown) => {
          console.error(JSON.stringify({ level: "error", delivery: one.host, error: described(error) }));
        }),
    ended,
  );
