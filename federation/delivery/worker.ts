import { and, eq, gt, inArray, isNull, lt, lte, or } from "drizzle-orm";
import { actor, peer } from "../../db/index.ts";
import { described } from "../../src/core/described.ts";
import { verdictFor } from "../../src/peers/index.ts";
import type { Deps } from "../deps.ts";
import { readsGroups } from "../direct.ts";
import { mayLeave } from "../access.ts";
import { synchronising } from "../followers.ts";
import { type Turns, turns } from "../turns.ts";
import { type Due, inboxesOf, nextFor, noteFailure, noteGone, send, type Sent } from "./send.ts";

/** Peers that are sent to at the same time. */
const together = 32;
const leaseFor = 60_000;
const batch = 50;

/** Refusals that may pass are tried again so often, before the next one gets its turn. */
const triesOfRefused = 5;

/** After so many failures, some twenty minutes, what comes behind the first one is tried in its place. */
const triesOfStuck = 8;

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

type Told = ReturnType<typeof synchronising>;

/** What became of trying to send one activity: taken (or refused for good), nothing to send, or why it has to wait. */
type Tried = "passed" | "nothing" | Extract<Sent, { outcome: "later" | "refused" }>;

/** Sends one activity to everybody on a server whom it concerns. */
async function attempt(
  deps: Deps,
  told: Told,
  { host, failures, software }: Claimed,
  one: Due,
  first: boolean,
): Promise<Tried> {
  const inboxes = one.inbox ? [one.inbox] : one.channelId ? await inboxesOf(deps, host, one.channelId) : [];
  // What was deleted meanwhile is not sent any more; its Delete follows.
  const unneeded = one.body === "" || (one.plain && readsGroups(software));
  if (inboxes.length === 0 || unneeded || !(await mayLeave(deps, one.workspaceId, host))) return "nothing";
  const followers = one.channelId === one.signerId ? await told(one.channelId, host) : undefined;
  for (const inbox of inboxes) {
    const sent = await send(deps, inbox, one.signerId, one.body, followers);
    if (sent.outcome === "later") return sent;
    if (sent.outcome !== "refused") continue;
    if (sent.mayPass && failures < triesOfRefused && first) return { ...sent, gone: false };
    if (sent.gone && (await isShared(deps, inbox))) return sent;
    passedOver(host, one, sent.problem, inbox);
  }
  return "passed";
}

function passedOver(delivery: string, { seq }: Due, problem: string, inbox?: string): void {
  console.warn(JSON.stringify({ level: "warn", delivery, inbox, seq, problem }));
}

/**
 * Whether it is one activity that a server cannot digest, and not the server that is away: NodeBB leaves whoever sends it
 * something that it refuses without an answer, and others say 500. Then what comes after it is taken. Where it is, and the
 * first one still is not, nothing else has to wait for it any longer. Never so among our own, who keep all that they get.
 *
 * @returns which one was taken in its place; null where none was
 */
async function takenInstead(
  deps: Deps,
  told: Told,
  claimed: Claimed,
  due: Due[],
  stuck: number,
): Promise<number | null> {
  if (claimed.failures < triesOfStuck || claimed.software === "tombolo" || stuck !== 0) return null;
  for (let next = stuck + 1; next < due.length; next++) {
    const tried = await attempt(deps, told, claimed, due[next]!, false);
    if (tried === "nothing") continue;
    if (tried !== "passed") return null;
    // It may have come back just now.
    const again = await attempt(deps, told, claimed, due[stuck]!, false);
    if (typeof again === "object") passedOver(claimed.host, due[stuck]!, again.problem);
    return next;
  }
  return null;
}

/** Sends one peer what waits for it, in order, and remembers after each how far it has come. */
async function serve(deps: Deps, holder: string, told: Told, claimed: Claimed): Promise<void> {
  const { host, cursor, head } = claimed;
  // What it was to get meanwhile is not kept for it: after a suspension it begins anew.
  if ((await verdictFor(deps.store, host)) === "suspended") return advance(deps, holder, host, head, true);
  const due = await nextFor(deps, host, cursor, head, batch);
  let done = cursor;
  for (let at = 0; at < due.length; at++) {
    const tried = await attempt(deps, told, claimed, due[at]!, at === 0);
    if (typeof tried === "object") {
      if (tried.outcome === "refused" && tried.gone) return noteGone(deps, host, tried.problem);
      const notBefore = tried.outcome === "later" ? tried.notBefore : null;
      const instead = notBefore ? null : await takenInstead(deps, told, claimed, due, at);
      if (instead === null) return noteFailure(deps, host, tried.problem, notBefore);
      at = instead;
    }
    done = due[at]!.seq;
    // After the last one it is noted once, together with the end.
    if (at < due.length - 1) await advance(deps, holder, host, done, false);
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
export const deliveries = (deps: Deps, holder: string, ended: () => void): Turns => {
  const told = synchronising(deps);
  return turns(
    together,
    (_busy, limit) => claim(deps, holder, limit),
    (one) =>
      serve(deps, holder, told, one)
        .catch((error: unknown) => noteFailure(deps, one.host, String(error), null))
        // The disk may be full: the lease runs out, and then it is tried again.
        .catch((error: unknown) => {
          console.error(JSON.stringify({ level: "error", delivery: one.host, error: described(error) }));
        }),
    ended,
  );
};
