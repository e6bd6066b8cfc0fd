import { and, asc, eq, gt, isNotNull, isNull, lt, min, or } from "drizzle-orm";
import { actor, history, membership, outgoing, peer } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import { actorById, type ActorRow } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { fetchDocument, type Json } from "../remote/fetch.ts";
import { linkOf, newestOf, readPage, takeIn } from "./pages.ts";

/** What a workspace elsewhere has passed on is read on this often, in ms: what did not reach us is found there. */
const readEvery = 6 * 60 * 60_000;
const atOnce = 5;
/** Pages at a time; what is beyond is read the next time. */
const mostPages = 20;
/** How much more than what its home lost is sent again, in ms. */
const margin = 60 * 60_000;

type Row = typeof history.$inferSelect;

/** What ends or hinders something. After an absence it is carried out before anything new is shown. */
const moderation = new Set(["Block", "Delete", "Lock"]);

/**
 * Reads on, from where it was read last, what joined workspaces elsewhere have passed on. So nothing stays missing,
 * whatever became of its delivery: a peer that gave up on us, or a database of ours that was restored.
 *
 * @returns how many workspaces it read
 */
export async function readOn(deps: Deps): Promise<number> {
  const before = new Date(deps.clock().getTime() - readEvery);
  const due = await deps.store.db
    .select()
    .from(history)
    .where(and(eq(history.state, "done"), isNotNull(history.end), lt(history.updated, before)))
    .orderBy(asc(history.updated))
    .limit(atOnce);
  for (const row of due) await one(deps, row);
  return due.length;
}

async function one(deps: Deps, row: Row): Promise<void> {
  const group = await actorById(deps.store.db, row.workspaceId);
  const readerId = await memberHere(deps, row.workspaceId);
  if (!group || group.local || readerId === null) return keep(deps, row, {});
  const items: (string | Json)[] = [];
  let end = row.end!;
  for (let page = 0; page < mostPages; page++) {
    const answer = await fetchDocument(deps, end, readerId);
    if (!answer.ok) break;
    const read = readPage(answer.value.document, group);
    items.push(...read.items);
    if (!read.next || read.next === end || read.items.length === 0) break;
    end = read.next;
  }
  const first = items.filter((item) => moderation.has(innerType(item)));
  // What has to wait for a third server is read again the next time.
  const problem = (await takeIn(deps, group, first)) ?? (await takeIn(deps, group, items));
  const left = items.length === 0 ? await sendWhatItLost(deps, row, group, readerId) : null;
  await keep(deps, row, problem ? {} : { end, newest: left ?? newestOf(items) ?? row.newest });
}

async function keep(deps: Deps, { workspaceId }: Row, values: Partial<Row>): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await tx
      .update(history)
      .set({ ...values, updated: deps.clock() })
      .where(eq(history.workspaceId, workspaceId));
  });
}

function innerType(item: string | Json): string {
  const inner = typeof item === "object" ? item.object : null;
  return typeof inner === "object" && inner !== null && !Array.isArray(inner) ? String(inner.type) : "";
}

async function memberHere(deps: Deps, workspaceId: Id): Promise<Id | null> {
  const [found] = await deps.store.db
    .select({ id: membership.actorId })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(eq(membership.workspaceId, workspaceId), eq(membership.state, "active"), eq(actor.local, true)),
    )
    .orderBy(asc(membership.id))
    .limit(1);
  return found?.id ?? null;
}

/**
 * Where the newest that a home shows is older than what it once passed on to us, its database was restored: what we sent
 * there since is sent again. It knows by their addresses those that it has.
 *
 * @returns the newest that is left there; null where nothing is lost
 */
async function sendWhatItLost(deps: Deps, row: Row, group: ActorRow, readerId: Id): Promise<Date | null> {
  if (!row.newest || !group.outbox) return null;
  const outbox = await fetchDocument(deps, group.outbox, readerId);
  const first = outbox.ok ? linkOf(outbox.value.document.first) : null;
  if (!first || !sameOrigin(first, group.iri)) return null;
  const page = await fetchDocument(deps, first, readerId);
  if (!page.ok) return null;
  const newest = newestOf(readPage(page.value.document, group).items) ?? new Date(0);
  if (newest >= row.newest) return null;
  const since = new Date(newest.getTime() - margin);
  await deps.store.transaction(async (tx) => {
    const [sent] = await tx
      .select({ seq: min(outgoing.seq) })
      .from(outgoing)
      .where(and(or(eq(outgoing.host, group.host), isNull(outgoing.host)), gt(outgoing.created, since)));
    const seq = sent?.seq;
    if (seq === null || seq === undefined) return;
    await tx
      .update(peer)
      .set({ cursor: seq - 1, nextAttempt: null })
      .where(and(eq(peer.host, group.host), gt(peer.cursor, seq - 1)));
  });
  console.warn(JSON.stringify({ level: "warn", peer: group.host, problem: "Its database was restored" }));
  return newest;
}
