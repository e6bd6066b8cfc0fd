import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  min,
  notInArray,
  or,
} from "drizzle-orm";
import { inbox } from "../../db/index.ts";
import { described } from "../../src/core/described.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { isOurKind } from "../access.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { actorByIri } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { backoff } from "../delivery/backoff.ts";
import { resolveActor } from "../remote/actors.ts";
import { fetchDocument, type Json } from "../remote/fetch.ts";
import { readActivity } from "../read.ts";
import { type Turns, turns } from "../turns.ts";
import { ignored, later, type Outcome, refused } from "./arrived.ts";
import { proved } from "./authentic.ts";
import { dispatch } from "./index.ts";
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

/** Servers with something that is due, those first that wait longest. */
async function waiting(deps: Deps, busy: string[], limit: number): Promise<Sender[]> {
  return deps.store.db
    .select({ host: inbox.host })
    .from(inbox)
    .where(and(due(deps), busy.length > 0 ? notInArray(inbox.host, busy) : undefined))
    .groupBy(inbox.host)
    .orderBy(min(inbox.seq))
    .limit(limit);
}

const due = (deps: Deps) =>
  and(eq(inbox.state, "new"), or(isNull(inbox.nextAttempt), lte(inbox.nextAttempt, deps.clock())));

/** What a server has said something about that has to wait, and until when: what it says next of it waits too. */
async function waitingAbout(deps: Deps, host: string): Promise<Map<string, Date>> {
  const rows = await deps.store.db
    .select({ subject: inbox.subject, until: inbox.nextAttempt })
    .from(inbox)
    .where(
      and(
        eq(inbox.state, "new"),
        eq(inbox.host, host),
        gt(inbox.nextAttempt, deps.clock()),
        isNotNull(inbox.subject),
      ),
    )
    .orderBy(desc(inbox.seq));
  return new Map(rows.map(({ subject, until }) => [subject!, until!]));
}

/**
 * Deals with what one server has sent, in its order, until its turn is over. One that has to wait for another server
 * does not hold up the rest, but those about the same thing: a like must not overtake its post.
 */
async function serve(deps: Deps, { host }: Sender): Promise<void> {
  const until = performance.now() + turn;
  const waits = await waitingAbout(deps, host);
  const rows = await deps.store.db
    .select()
    .from(inbox)
    .where(and(due(deps), eq(inbox.host, host)))
    .orderBy(asc(inbox.seq))
    .limit(batch);
  for (const row of rows) {
    const held = row.subject === null ? undefined : waits.get(row.subject);
    if (held) await hold(deps, row, held);
    else {
      const again = await settle(deps, row, await outcomeOf(deps, row));
      if (!again && row.followers !== null) await compare(deps, row.actorIri, row.followers);
      if (again && row.subject !== null) waits.set(row.subject, again);
    }
    if (performance.now() > until) return;
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

async function outcomeOf(deps: Deps, row: Row): Promise<Outcome> {
  try {
    return await carryOut(deps, row);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    console.error(JSON.stringify({ level: "error", inbox: row.iri, error: described(error) }));
    return later("It could not be dealt with");
  }
}

/** What differs is mended now or after the next delivery: it holds up nothing. */
async function compare(deps: Deps, actorIri: string, said: string): Promise<void> {
  try {
    await synchronise(deps, actorIri, said);
  } catch (error) {
    console.error(JSON.stringify({ level: "error", followers: actorIri, error: described(error) }));
  }
}

async function carryOut(deps: Deps, row: Row): Promise<Outcome> {
  if ((await verdictFor(deps.store, row.host)) === "suspended") return ignored("Its server is suspended");
  const raw = JSON.parse(row.body) as Json;
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

/** @returns when it is tried again, or null where it is over */
async function settle(deps: Deps, row: Row, outcome: Outcome): Promise<Date | null> {
  const attempts = row.attempts + 1;
  const again = outcome.state === "later" && attempts < tries;
  const nextAttempt = again ? new Date(deps.clock().getTime() + backoff(attempts)) : null;
  const problem = "problem" in outcome ? outcome.problem.slice(0, 300) : null;
  if (outcome.state === "refused" || (outcome.state === "later" && !again)) {
    console.warn(JSON.stringify({ level: "warn", inbox: row.iri, from: row.actorIri, problem }));
  }
  await deps.store.transaction(async (tx) => {
    await tx
      .update(inbox)
      .set({
        attempts,
        problem,
        state: again ? "new" : outcome.state === "later" ? "refused" : outcome.state,
        nextAttempt,
      })
      .where(eq(inbox.seq, row.seq));
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
