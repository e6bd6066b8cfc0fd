import { and, eq, sql } from "drizzle-orm";
import { actor, givenAs, peer, preparedWrite, type Writer } from "../../db/index.ts";
import { described } from "../../src/core/described.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { mayLeave } from "../access.ts";
import type { Deps } from "../deps.ts";
import { synchronising } from "../followers.ts";
import { type Turns, turns } from "../turns.ts";
import { claim, type Claimed, leaseFor } from "./claim.ts";
import type { Due } from "./due.ts";
import type { Notes } from "./notes.ts";
import { noteFailure, noteGone, send, type Sent } from "./send.ts";

/** Peers that are sent to at the same time. */
const together = 64;

/** How long what was read is believed, in ms: what is deleted, or who leaves, meanwhile. Then it is read again. */
const believed = 1_000;

/** How far a peer has come is written down this seldom while more is on its way, in ms: what came since is sent again after a crash. */
const notedEvery = 50;
/** Refusals that may pass are tried again so often, before the next one gets its turn. */
const triesOfRefused = 5;

/** After so many failures, some twenty minutes, what comes behind the first one is tried in its place. */
const triesOfStuck = 8;

interface Working extends Deps {
  notes: Notes;
  holder: string;
  told: ReturnType<typeof synchronising>;
}

/** What became of trying to send one activity: taken (or refused for good), nothing to send, or why it has to wait. */
type Tried = "passed" | "nothing" | Extract<Sent, { outcome: "later" | "refused" }>;

/** Sends one activity to everybody on a server whom it concerns. */
async function attempt(
  work: Working,
  { host, failures, inboxes: following, due, crowded }: Claimed,
  one: Due,
  first: boolean,
): Promise<Tried> {
  const inboxes = one.inbox ? [one.inbox] : one.channelId ? (following.get(one.channelId) ?? []) : [];
  if (one.level !== "open" && one.moved === null && !(await mayLeave(work, one.workspaceId, host)))
    return "nothing";
  const covered = one.channelId === one.signerId ? await work.told(one.channelId, host) : undefined;
  const last = crowded && one === due.at(-1);
  for (const inbox of inboxes) {
    const sent = await send(work, inbox, one.signerId, one.body, { covered, last });
    if (sent.outcome === "later") return sent;
    if (sent.outcome !== "refused") continue;
    if (sent.mayPass && failures < triesOfRefused && first) return { ...sent, gone: false };
    if (sent.gone && (await isShared(work, inbox))) return sent;
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
async function takenInstead(work: Working, claimed: Claimed, stuck: number): Promise<number | null> {
  const { due } = claimed;
  if (claimed.failures < triesOfStuck || claimed.software === "tombolo" || stuck !== 0) return null;
  for (let next = stuck + 1; next < due.length; next++) {
    const tried = await attempt(work, claimed, due[next]!, false);
    if (tried === "nothing") continue;
    if (tried !== "passed") return null;
    // It may have come back just now.
    const again = await attempt(work, claimed, due[stuck]!, false);
    if (typeof again === "object") passedOver(claimed.host, due[stuck]!, again.problem);
    return next;
  }
  return null;
}

/** Sends one peer what waits for it, in order, and remembers after each how far it has come. */
async function serve(work: Working, claimed: Claimed): Promise<void> {
  const { host, due, head } = claimed;
  // What it was to get meanwhile is not kept for it: after a suspension it begins anew.
  if ((await verdictFor(work.store, host)) === "suspended") return finish(work, host, head);
  const since = work.stopwatch();
  let written = since;
  let noted: Promise<void> | undefined;
  for (let at = 0; at < due.length; at++) {
    // The rest is read anew, and tells then what has become of it.
    if (at > 0 && work.stopwatch() - since > believed) return finish(work, host, due[at - 1]!.seq);
    const tried = await attempt(work, claimed, due[at]!, at === 0);
    // While one is noted the next is on its way already.
    await noted;
    if (typeof tried === "object") {
      const { problem } = tried;
      const passed = at > 0 ? due[at - 1]!.seq : null;
      if (tried.outcome === "refused" && tried.gone)
        return end(work, host, passed, (tx) => noteGone(tx, work, host, problem));
      const notBefore = tried.outcome === "later" ? tried.notBefore : null;
      const instead = notBefore ? null : await takenInstead(work, claimed, at);
      if (instead === null)
        return end(work, host, passed, (tx) => noteFailure(tx, work, host, problem, notBefore));
      at = instead;
    }
    // After the last one it is noted once, together with the end.
    if (at < due.length - 1 && work.stopwatch() - written >= notedEvery) {
      written = work.stopwatch();
      noted = goOn(work, host, due[at]!.seq);
      noted.catch(() => {});
    }
  }
  // Rows in between were for others.
  await finish(work, host, claimed.through);
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

const advance = preparedWrite("delivery.advance", (tx) =>
  tx
    .update(peer)
    .set({
      cursor: givenAs(peer.cursor, "cursor"),
      failures: 0,
      nextAttempt: null,
      problem: null,
      lastSent: givenAs(peer.lastSent, "now"),
      lease: givenAs(peer.lease, "lease"),
      leasedUntil: givenAs(peer.leasedUntil, "until"),
    })
    .where(and(eq(peer.host, sql.placeholder("host")), eq(peer.lease, sql.placeholder("holder")))),
);

/** How far a peer has come, where it is to get more: it is still ours. */
function soFar({ clock, holder }: Working, host: string, cursor: number) {
  const now = clock();
  const until = new Date(now.getTime() + leaseFor);
  return (tx: Writer) => advance(tx, { host, holder, cursor, now, lease: holder, until });
}

const goOn = (work: Working, host: string, cursor: number): Promise<void> =>
  work.notes.write(soFar(work, host, cursor));

/** It gets no more for now. What it has taken before is noted with the reason. */
function end(
  work: Working,
  host: string,
  passed: number | null,
  note: (tx: Writer) => Promise<void>,
): Promise<void> {
  const before = passed === null ? null : soFar(work, host, passed);
  return work.notes.write(async (tx) => {
    await before?.(tx);
    await note(tx);
  });
}

function finish({ notes, clock, holder }: Working, host: string, cursor: number): Promise<void> {
  return notes.write((tx) => advance(tx, { host, holder, cursor, now: clock(), lease: null, until: null }));
}

/** Sends what is due, to many peers at once, each in order. A peer that is served is leased, so that no other is. */
export const deliveries = (deps: Deps, notes: Notes, holder: string, ended: () => void): Turns => {
  const work: Working = { ...deps, notes, holder, told: synchronising(deps) };
  return turns(
    together,
    async (_busy, limit) => {
      const claimed = await claim(deps, holder, limit);
      for (const { host, signatureSpec, readsRfc9421 } of claimed)
        deps.specs.told?.(host, { spec: signatureSpec, said: readsRfc9421 });
      return claimed;
    },
    (one) =>
      notes
        .during(serve(work, one))
        .catch((error: unknown) => notes.write((tx) => noteFailure(tx, deps, one.host, String(error), null)))
        // The disk may be full: the lease runs out, and then it is tried again.
        .catch((error: unknown) => {
          console.error(JSON.stringify({ level: "error", delivery: one.host, error: described(error) }));
        }),
    ended,
  );
};
