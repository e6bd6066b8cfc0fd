import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, min, or, sql } from "drizzle-orm";
import { amongGiven, given, givenAs, inbox, prepared, preparedWrite } from "../../db/index.ts";
import { described } from "../../src/core/described.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { isOurKind } from "../access.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { actorByIri } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import { atOnce } from "../at-hand.ts";
import { bridgeAtHand } from "../bridge.ts";
import type { Deps } from "../deps.ts";
import { backoff } from "../delivery/backoff.ts";
import { resolveActor } from "../remote/actors.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { readActivity } from "../read.ts";
import { type Turns, turns } from "../turns.ts";
import { ignored, later, type Outcome, refused } from "./arrived.ts";
import { proved } from "./authentic.ts";
import { dispatch } from "./index.ts";
import { documentIn } from "./read-before.ts";
import { synchronise } from "./synchronise.ts";

const batch = 200;
/** Servers dealt with at the same time; each one's activities in their order. */
const together = 16;
/** How long a server's turn is, in ms: then those that wait come first. */
const turn = 5_000;
/** Tries while another server has to be asked: over about three days. */
const tries = 17;
/** How long a server's activities rest after a failure of ours, in ms. */
const rest = 5_000;
/** How long an activity is remembered, so that the same one again is known for what it is, in ms. */
const rememberedFor = 30 * 24 * 60 * 60_000;

type Row = typeof inbox.$inferSelect;

interface Sender {
  host: string;
}

const isDue = and(
  eq(inbox.state, "new"),
  or(isNull(inbox.nextAttempt), lte(inbox.nextAttempt, givenAs(inbox.nextAttempt, "now"))),
);
const isOf = eq(inbox.host, sql.placeholder("host"));

const hostsQuery = prepared("servers that sent something", (db) =>
  db
    .select({ host: inbox.host })
    .from(inbox)
    .where(isDue)
    .groupBy(inbox.host)
    .orderBy(min(inbox.seq))
    .limit(sql.placeholder("limit")),
);

/** Servers with something that is due, those first that wait longest. */
async function waiting(deps: Deps, busy: string[], limit: number): Promise<Sender[]> {
  const rows = await hostsQuery(deps.store, { now: deps.clock(), limit: limit + busy.length });
  return rows.filter(({ host }) => !busy.includes(host)).slice(0, limit);
}

const rowsQuery = prepared("what a server sent", (db) =>
  db.select().from(inbox).where(and(isDue, isOf)).orderBy(asc(inbox.seq)).limit(batch),
);

const heldQuery = prepared("what a server sent that waits", (db) =>
  db
    .select({ subject: inbox.subject, until: inbox.nextAttempt })
    .from(inbox)
    .where(
      and(
        eq(inbox.state, "new"),
        isOf,
        gt(inbox.nextAttempt, givenAs(inbox.nextAttempt, "now")),
        isNotNull(inbox.subject),
      ),
    )
    .orderBy(desc(inbox.seq)),
);

/** What a server has said something about that has to wait, and until when: what it says next of it waits too. */
async function waitingAbout(deps: Deps, host: string): Promise<Map<string, Date>> {
  const rows = await heldQuery(deps.store, { host, now: deps.clock() });
  return new Map(rows.map(({ subject, until }) => [subject!, until!]));
}

/**
 * Deals with what one server has sent, in its order, until its turn is over: many at once, as far as everything for them
 * is at hand, or else one. One that has to wait for another server does not hold up the rest, but those about the same
 * thing: a like must not overtake its post.
 */
async function serve(deps: Deps, { host }: Sender): Promise<void> {
  const until = deps.stopwatch() + turn;
  const waits = await waitingAbout(deps, host);
  const rows = await rowsQuery(deps.store, { host, now: deps.clock() });
  const heldBy = ({ subject }: Row) => (subject === null ? undefined : waits.get(subject));
  // Asked for at each: read before, it is at hand.
  await verdictFor(deps.store, host);
  for (let next = 0; next < rows.length && deps.stopwatch() <= until;) {
    const finished = new Set<Row>();
    const { done, alone } = await atOnce(
      deps,
      rows.slice(next),
      async (row, part) => {
        if (heldBy(row)) part.leave();
        const outcome = await attempt(part.deps, row);
        if (outcome.state === "later") part.leave();
        // What was tried before as one piece is tried again apart.
        finished.delete(row);
        if (outcome.state !== "done" || row.attempts > 0) await settle(part.deps, row, outcome);
        else finished.add(row);
      },
      async (dealtWith, within) => {
        const seqs = dealtWith.filter((row) => finished.has(row)).map(({ seq }) => seq);
        if (seqs.length > 0) await within.transaction((tx) => finishing(tx, { seqs: given(seqs) }));
        await bridgeAtHand(deps, within);
      },
    );
    for (const row of rows.slice(next, next + done)) await compare(deps, row);
    next += done;
    const row = rows[next];
    if (!row || !alone) continue;
    next++;
    const held = heldBy(row);
    if (held) await hold(deps, row, held);
    else {
      const again = await settle(deps, row, await outcomeOf(deps, row));
      if (!again) await compare(deps, row);
      if (again && row.subject !== null) waits.set(row.subject, again);
    }
  }
}

/**
 * Deals with what has arrived, of many servers at once: one that makes us wait delays nobody else. Where not even the
 * outcome can be kept, as when the disk is full, the next try waits too.
 */
export function arrivals(deps: Deps, ended: () => void): Turns {
  const resting = new Map<string, number>();
  const failed = (host: string, error: unknown) => {
    resting.set(host, deps.clock().getTime() + rest);
    console.error(JSON.stringify({ level: "error", inbox: host, error: described(error) }));
  };
  return turns(
    together,
    (busy, limit) => {
      const now = deps.clock().getTime();
      for (const [host, until] of resting) if (until <= now) resting.delete(host);
      return waiting(deps, [...busy, ...resting.keys()], limit);
    },
    (one) => serve(deps, one).catch((error: unknown) => failed(one.host, error)),
    ended,
  );
}

async function attempt(deps: Deps, row: Row): Promise<Outcome> {
  try {
    return await carryOut(deps, row);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    throw error;
  }
}

async function outcomeOf(deps: Deps, row: Row): Promise<Outcome> {
  try {
    return await attempt(deps, row);
  } catch (error) {
    console.error(JSON.stringify({ level: "error", inbox: row.iri, error: described(error) }));
    return later("It could not be dealt with");
  }
}

/** What differs is mended now or after the next delivery: it holds up nothing. */
async function compare(deps: Deps, { actorIri, followers }: Row): Promise<void> {
  if (followers === null) return;
  try {
    await synchronise(deps, actorIri, followers);
  } catch (error) {
    console.error(JSON.stringify({ level: "error", followers: actorIri, error: described(error) }));
  }
}

async function carryOut(deps: Deps, row: Row): Promise<Outcome> {
  if ((await verdictFor(deps.store, row.host)) === "suspended") return ignored("Its server is suspended");
  const raw = documentIn(deps.store, row);
  const parsed = await readActivity(raw);
  if (!parsed.ok) return parsed.kind === "unknown" ? ignored(parsed.problem) : refused(parsed.problem);
  let activity = parsed.value;
  if (activity.actor !== row.actorIri) {
    // Passed on by another: then its own server, or a proof, says whose it is.
    if (!(await proved(deps, raw, activity.actor))) {
      const answer = await fetchDocument(deps, activity.id);
      if (!answer.ok) return answer.kind === "unreachable" ? later(answer.problem) : refused(answer.problem);
      const own = await readActivity(answer.value.document);
      const shown = own.ok && sameOrigin(own.value.id, answer.value.url);
      if (!shown || own.value.id !== activity.id || own.value.actor !== activity.actor) {
        return refused("The activity is not by whoever signed it");
      }
      activity = own.value;
    }
  }
  if (!sameOrigin(activity.id, activity.actor)) return refused("The activity's id is of another server");
  // What a workspace passes on has proofs inside.
  if (
    activity.type !== "Announce" &&
    (await isOurKind(deps, row.host)) &&
    !(await proved(deps, raw, activity.actor))
  )
    return refused("It has no proof by its actor");
  const sender =
    (await actorByIri(deps.store.db, activity.actor)) ?? (await resolveActor(deps, activity.actor));
  if (!sender) return later("The sender cannot be had");
  if (sender.local) return refused("It is said to be by a member of ours");
  return dispatch(deps, { activity, sender, group: null });
}

async function hold(deps: Deps, row: Row, until: Date): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await tx.update(inbox).set({ nextAttempt: until }).where(eq(inbox.seq, row.seq));
  });
}

const settling = preparedWrite("inbox settled", (tx) =>
  tx
    .update(inbox)
    .set({
      state: givenAs(inbox.state, "state"),
      attempts: givenAs(inbox.attempts, "attempts"),
      nextAttempt: givenAs(inbox.nextAttempt, "nextAttempt"),
      problem: givenAs(inbox.problem, "problem"),
    })
    .where(eq(inbox.seq, sql.placeholder("seq"))),
);

/** Most are done at the first try. */
const finishing = preparedWrite("inbox finished", (tx) =>
  tx
    .update(inbox)
    .set({ state: "done", attempts: 1, nextAttempt: null, problem: null })
    .where(amongGiven(inbox.seq, "seqs")),
);

/** @returns when it is tried again, or null where it is over */
async function settle(deps: Deps, row: Row, outcome: Outcome): Promise<Date | null> {
  const attempts = row.attempts + 1;
  const again = outcome.state === "later" && attempts < tries;
  const nextAttempt = again ? new Date(deps.clock().getTime() + backoff(attempts)) : null;
  const problem = "problem" in outcome ? outcome.problem.slice(0, 300) : null;
  if (outcome.state === "refused" || (outcome.state === "later" && !again)) {
    console.warn(JSON.stringify({ level: "warn", inbox: row.iri, from: row.actorIri, problem }));
  }
  const state = again ? "new" : outcome.state === "later" ? "refused" : outcome.state;
  await deps.store.transaction(async (tx) => {
    await settling(tx, { seq: row.seq, state, attempts, nextAttempt, problem });
  });
  return nextAttempt;
}

/** Forgets activities that were dealt with long ago. */
export async function sweepInbox(deps: Deps): Promise<void> {
  const before = new Date(deps.clock().getTime() - rememberedFor);
  await deps.store.transaction(async (tx) => {
    await tx
      .delete(inbox)
      .where(and(inArray(inbox.state, ["done", "refused", "ignored"]), lt(inbox.received, before)));
  });
}
