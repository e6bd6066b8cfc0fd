import { and, asc, eq, inArray, isNull, lt, lte, or } from "drizzle-orm";
import { inbox } from "../../db/index.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { actorByIri } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { resolveActor } from "../remote/actors.ts";
import { fetchDocument, type Json } from "../remote/fetch.ts";
import { readActivity } from "../read.ts";
import { proved } from "./announce.ts";
import { ignored, later, type Outcome, refused } from "./arrived.ts";
import { dispatch } from "./index.ts";

const batch = 200;
/** Senders dealt with at the same time; each one's activities in their order. */
const together = 8;
/** Tries while another server has to be asked: over about three days. */
const tries = 10;
/** How long an activity is remembered, so that the same one again is known for what it is, in ms. */
const rememberedFor = 30 * 24 * 60 * 60_000;

type Row = typeof inbox.$inferSelect;

/**
 * Deals with what has arrived.
 *
 * @returns how many activities it dealt with
 */
export async function processDue(deps: Deps): Promise<number> {
  const now = deps.clock();
  const rows = await deps.store.db
    .select()
    .from(inbox)
    .where(and(eq(inbox.state, "new"), or(isNull(inbox.nextAttempt), lte(inbox.nextAttempt, now))))
    .orderBy(asc(inbox.seq))
    .limit(batch);
  const senders = new Map<string, Row[]>();
  for (const row of rows) senders.set(row.host, [...(senders.get(row.host) ?? []), row]);
  const queues = [...senders.values()];
  const work = async () => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const row of queue) await settle(deps, row, await outcomeOf(deps, row));
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  return rows.length;
}

async function outcomeOf(deps: Deps, row: Row): Promise<Outcome> {
  try {
    return await carryOut(deps, row);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    console.error(
      JSON.stringify({ level: "error", inbox: row.iri, error: (error as Error).stack ?? String(error) }),
    );
    return later("It could not be dealt with");
  }
}

async function carryOut(deps: Deps, row: Row): Promise<Outcome> {
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
      if (!own.ok || own.value.id !== activity.id || own.value.actor !== activity.actor) {
        return refused("The activity is not by whoever signed it");
      }
      activity = own.value;
    }
  }
  if (!sameOrigin(activity.id, activity.actor)) return refused("The activity's id is of another server");
  const sender =
    (await actorByIri(deps.store.db, activity.actor)) ?? (await resolveActor(deps, activity.actor));
  if (!sender) return later("The sender cannot be had");
  if (sender.local) return refused("It is said to be by a member of ours");
  return dispatch(deps, { activity, sender, group: null });
}

async function settle(deps: Deps, row: Row, outcome: Outcome): Promise<void> {
  const attempts = row.attempts + 1;
  const again = outcome.state === "later" && attempts < tries;
  const pause = 30_000 * 3 ** (attempts - 1);
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
        nextAttempt: again ? new Date(deps.clock().getTime() + pause) : null,
      })
      .where(eq(inbox.seq, row.seq));
  });
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
