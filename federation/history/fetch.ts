import { and, asc, eq, inArray, isNull, lte, or } from "drizzle-orm";
import { givenAs, history, prepared, type Store } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import { actorById, type ActorRow } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import { backoff } from "../delivery/backoff.ts";
import type { Deps } from "../deps.ts";
import { hasMemberHere } from "../inbox/announce.ts";
import { storeActor } from "../remote/actors.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { readManagers } from "./who-manages.ts";
import { linkOf, listOf, newestOf, readPage, takeIn } from "./pages.ts";

type Row = typeof history.$inferSelect;

/** Pages that one history may have: at 50 a page, half a million activities. An endless one stops here. */
const mostPages = 10_000;
const tries = 12;

const dueQuery = prepared("histories to fetch", (db) =>
  db
    .select()
    .from(history)
    .where(
      and(
        inArray(history.state, ["waiting", "running"]),
        or(isNull(history.nextAttempt), lte(history.nextAttempt, givenAs(history.nextAttempt, "now"))),
      ),
    )
    .orderBy(asc(history.started))
    .limit(4),
);

/**
 * Fetches what happened in workspaces elsewhere before a member here joined: page by page, oldest first, each page
 * remembered, so that it goes on where it stopped.
 *
 * @returns how many pages it dealt with
 */
export async function fetchHistory(deps: Deps): Promise<number> {
  const due = await dueQuery(deps.store, { now: deps.clock() });
  let pages = 0;
  for (const row of due) pages += await onePage(deps, row);
  return pages;
}

const update = (deps: Deps, workspaceId: Id, values: Partial<Row>) =>
  deps.store.transaction(async (tx, signal) => {
    await tx
      .update(history)
      .set({ ...values, updated: deps.clock() })
      .where(eq(history.workspaceId, workspaceId));
    signal(JSON.stringify({ kind: "workspace.changed", actorId: null, workspaceId, contentId: null }));
  });

async function fail(deps: Deps, row: Row, problem: string): Promise<number> {
  const attempts = row.attempts + 1;
  const gaveUp = attempts >= tries;
  await update(deps, row.workspaceId, {
    attempts,
    problem: problem.slice(0, 300),
    state: gaveUp ? "failed" : row.state,
    nextAttempt: gaveUp ? null : new Date(deps.clock().getTime() + backoff(attempts)),
  });
  return 0;
}

async function onePage(deps: Deps, row: Row): Promise<number> {
  const group = await actorById(deps.store.db, row.workspaceId);
  if (!group || group.local || !group.outbox) {
    await update(deps, row.workspaceId, { state: "done" });
    return 0;
  }
  // Who left since cannot ask any more, and nobody here is to see it.
  if (!(await hasMemberHere(deps, group.id))) {
    await update(deps, row.workspaceId, { state: "done", nextPage: null, problem: null });
    return 0;
  }
  if (row.state === "waiting") return begin(deps, row, group);
  if (!row.nextPage || row.done > mostPages * 50) {
    await update(deps, row.workspaceId, { state: "done", nextPage: null, problem: null });
    return 0;
  }
  const answer = await fetchDocument(deps, row.nextPage, row.readerId);
  if (!answer.ok) return fail(deps, row, answer.problem);
  const page = answer.value.document;
  const { items, next } = readPage(page, group);
  const problem = await takeIn(deps, group, items);
  if (problem) return fail(deps, row, problem);
  const finished = !next || items.length === 0 || wasRead(deps, row, next);
  if (finished) await readManagers(deps, group, row.readerId);
  await update(deps, row.workspaceId, {
    state: finished ? "done" : "running",
    nextPage: finished ? null : next,
    end: next ?? row.nextPage,
    newest: newestOf(items) ?? row.newest,
    done: row.done + items.length,
    attempts: 0,
    problem: null,
    nextAttempt: null,
  });
  return 1;
}

const pagesRead = new WeakMap<Store, Map<Id, Set<string>>>();

/** Whether a page was read in this run already, so that its history goes in circles. Remembered by this process only. */
function wasRead({ store }: Deps, { workspaceId, nextPage }: Row, next: string): boolean {
  const runs = pagesRead.get(store) ?? new Map<Id, Set<string>>();
  pagesRead.set(store, runs);
  const pages = runs.get(workspaceId) ?? new Set<string>();
  runs.set(workspaceId, pages.add(nextPage!));
  const ended = pages.has(next) || pages.size > mostPages;
  if (ended) runs.delete(workspaceId);
  return ended;
}

/** Reads what the workspace says of itself, and where its history begins. */
async function begin(deps: Deps, row: Row, group: ActorRow): Promise<number> {
  const document = await fetchDocument(deps, group.iri, row.readerId);
  if (!document.ok) return fail(deps, row, document.problem);
  if (document.value.document.id === group.iri) await storeActor(deps, document.value.document);
  await readManagers(deps, group, row.readerId);
  const answer = await fetchDocument(deps, group.outbox!, row.readerId);
  if (!answer.ok) return fail(deps, row, answer.problem);
  const outbox = answer.value.document;
  const total = typeof outbox.totalItems === "number" ? outbox.totalItems : null;
  const embedded = listOf(outbox);
  if (embedded.length > 0 && !linkOf(outbox.last)) {
    // Lemmy shows its newest fifty, in one piece.
    const problem = await takeIn(deps, group, [...embedded].reverse());
    if (problem) return fail(deps, row, problem);
    await readManagers(deps, group, row.readerId);
    await update(deps, row.workspaceId, { state: "done", total, done: embedded.length, problem: null });
    return 1;
  }
  // From the last page forward in time: what is answered stands before the answer.
  const start = linkOf(outbox.last) ?? linkOf(outbox.first);
  const valid = start && sameOrigin(start, group.iri) ? start : null;
  await update(deps, row.workspaceId, {
    state: valid ? "running" : "done",
    total,
    nextPage: valid,
    attempts: 0,
    problem: null,
  });
  return 1;
}
