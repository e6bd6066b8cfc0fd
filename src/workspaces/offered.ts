import { and, asc, eq, inArray } from "drizzle-orm";
import { actor, askedAct, joinOffer, membership, peer } from "../../db/index.ts";
import { card, cardColumns, peerOf } from "../actors/index.ts";
import { type Acting, change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { notify, settleRequest } from "../notifications/index.ts";
import { ask, openActs } from "./asking.ts";
import type { JoinRequest } from "./members.ts";
import { alone } from "./membership.ts";
import { onlyManagers } from "./operations.ts";
import { standing, visitorStanding } from "./queries.ts";
import { mayManage, type Standing } from "./rules.ts";

/** A request to join a workspace elsewhere, as its home puts it to a manager here. */
export interface OfferedRequest {
  iri: string;
  workspaceId: Id;
  memberId: Id;
  managerId: Id;
  followIri: string;
  reason: string | null;
  requested: Date;
}

/** How many requests wait for one manager at most: nobody is flooded by a workspace elsewhere. */
const most = 500;

/**
 * A manager here is asked about a request to join a workspace elsewhere, and told of it (`ctx.settled`).
 *
 * @throws {Refusal} `forbidden` where that person does not manage it, as far as is known here; `too many`
 */
export async function receiveRequest(ctx: Context, offered: OfferedRequest): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, at } = made;
    const { iri, workspaceId, memberId, managerId, followIri, reason } = offered;
    if (!mayManage(await standing(tx, workspaceId, managerId))) throw onlyManagers();
    const [known] = await tx
      .select({ iri: joinOffer.iri })
      .from(joinOffer)
      .where(
        and(
          eq(joinOffer.workspaceId, workspaceId),
          eq(joinOffer.memberId, memberId),
          eq(joinOffer.managerId, managerId),
        ),
      );
    if (known?.iri === iri) return;
    const waiting = and(eq(joinOffer.managerId, managerId), eq(joinOffer.state, "open"));
    if ((await tx.$count(joinOffer, waiting)) >= most)
      throw new Refusal("conflict", "Too many requests wait for this manager.");
    const requested = offered.requested < at ? offered.requested : at;
    const anew = { iri, followIri, reason, state: "open" as const, requested };
    await tx
      .insert(joinOffer)
      .values({ id: newId(at), workspaceId, memberId, managerId, ...anew })
      .onConflictDoUpdate({
        target: [joinOffer.workspaceId, joinOffer.memberId, joinOffer.managerId],
        set: anew,
      });
    const told = { personId: managerId, actorId: memberId, workspaceId, text: reason };
    await notify(made, { kind: "join request", ...told });
  });
}

const askedAbout = (workspaceId: Id, memberId: Id) =>
  and(
    eq(askedAct.workspaceId, workspaceId),
    eq(askedAct.memberId, memberId),
    inArray(askedAct.kind, ["approve", "decline"]),
    eq(askedAct.state, "waiting"),
  );

/**
 * A manager here decides on a request to join a workspace elsewhere: its home is asked to.
 *
 * @throws {Refusal} `conflict` where nothing waits, or another decision waits for its home
 */
export async function askToDecide(
  ctx: Context,
  made: Change,
  {
    workspaceId,
    memberId,
    approve,
    answer,
  }: { workspaceId: Id; memberId: Id; approve: boolean; answer: string },
): Promise<void> {
  const manager = signedIn(ctx);
  const [row] = await made.tx
    .select({ state: joinOffer.state })
    .from(joinOffer)
    .where(
      and(
        eq(joinOffer.workspaceId, workspaceId),
        eq(joinOffer.memberId, memberId),
        eq(joinOffer.managerId, manager.id),
      ),
    );
  if (row?.state !== "open")
    throw new Refusal("conflict", "There is no request to join from this person any more.");
  const kind = approve ? "approve" : "decline";
  const [waiting] = await made.tx
    .select({ kind: askedAct.kind })
    .from(askedAct)
    .where(askedAbout(workspaceId, memberId));
  if (waiting && waiting.kind !== kind)
    throw new Refusal(
      "conflict",
      "This request was decided here already. Its home has not confirmed it yet.",
    );
  await ask(ctx, made, manager.id, { workspaceId, kind, memberId, reason: answer });
}

/**
 * The home of a workspace says what became of a request that it put to a manager here (`ctx.settled`).
 *
 * @returns whether it had put it to anybody here
 */
export async function settleRequestElsewhere(
  ctx: Context,
  {
    workspaceId,
    offerIri,
    outcome,
  }: { workspaceId: Id; offerIri: string; outcome: "approved" | "declined" | "withdrawn" },
): Promise<boolean> {
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    await alone(tx, workspaceId);
    const [row] = await tx
      .update(joinOffer)
      .set({ state: outcome, reason: null })
      .where(and(eq(joinOffer.iri, offerIri), eq(joinOffer.workspaceId, workspaceId)))
      .returning();
    if (!row) return false;
    const { memberId, managerId } = row;
    await settleRequest(made, workspaceId, memberId, managerId);
    const acts = await tx.select().from(askedAct).where(askedAbout(workspaceId, memberId));
    for (const { id, kind, actorId } of acts) {
      // Taken back from one manager, it may still be another's.
      if (outcome === "withdrawn" && actorId !== managerId) continue;
      const done = outcome === (kind === "approve" ? "approved" : "declined");
      const answer = done
        ? null
        : outcome === "withdrawn"
          ? "The request was taken back, or is not yours to decide any more."
          : `Another manager ${outcome} the request first.`;
      const state = done ? ("done" as const) : ("refused" as const);
      await tx.update(askedAct).set({ state, answer, settled: at }).where(eq(askedAct.id, id));
      if (answer === null) continue;
      await notify(made, { kind: "act refused", personId: actorId, workspaceId, text: answer });
      await record({ kind: "act.refused", workspaceId, actorId, data: { act: kind, memberId, answer } });
    }
    return true;
  });
}

export interface WaitingElsewhere extends JoinRequest {
  /** What a manager here decided, which its home has not confirmed. */
  decided: "approve" | "decline" | null;
}

const own = (workspaceId: Id, managerId: Id) =>
  and(
    eq(joinOffer.workspaceId, workspaceId),
    eq(joinOffer.managerId, managerId),
    eq(joinOffer.state, "open"),
  );

/**
 * Refuses whoever does not manage a workspace elsewhere. Who may not know of it learns nothing.
 *
 * @throws {Refusal} `not found`, `not signed in`, `forbidden`
 */
export async function managingElsewhere(ctx: Context, workspaceId: Id): Promise<Acting> {
  const found = await visitorStanding(ctx, workspaceId);
  const manager = signedIn(ctx);
  if (!mayManage(found) || found.local) throw onlyManagers();
  return manager;
}

/** What a workspace elsewhere would not have a manager here decide about a request to join, of the last days. */
export async function decisionsRefused(
  ctx: Context,
  standing: Standing,
): Promise<{ name: string; kind: "approve" | "decline"; answer: string | null; created: Date }[]> {
  const acts = (await openActs(ctx, standing)).filter(
    ({ kind, refused }) => refused && (kind === "approve" || kind === "decline"),
  );
  const ids = acts.flatMap(({ memberId }) => (memberId === null ? [] : [memberId]));
  if (ids.length === 0) return [];
  const rows = await ctx.store.db
    .select({ id: actor.id, name: actor.name })
    .from(actor)
    .where(inArray(actor.id, ids));
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return acts.map(({ kind, memberId, answer, created }) => ({
    name: names.get(memberId ?? 0) || "somebody",
    kind: kind as "approve" | "decline",
    answer,
    created,
  }));
}

/**
 * Requests to join a workspace elsewhere that wait for a manager here, the longest first.
 *
 * @throws {Refusal} as `managingElsewhere` does
 */
export async function requestsElsewhere(
  ctx: Context,
  workspaceId: Id,
  ours: string,
): Promise<WaitingElsewhere[]> {
  const manager = await managingElsewhere(ctx, workspaceId);
  const { db } = ctx.store;
  const rows = await db
    .select({ ...cardColumns, reason: joinOffer.reason, requested: joinOffer.requested })
    .from(joinOffer)
    .innerJoin(actor, eq(actor.id, joinOffer.memberId))
    .leftJoin(peer, peerOf)
    .where(own(workspaceId, manager.id))
    .orderBy(asc(joinOffer.requested))
    .limit(100);
  const acts = await db
    .select({ memberId: askedAct.memberId, kind: askedAct.kind })
    .from(askedAct)
    .where(
      and(
        eq(askedAct.workspaceId, workspaceId),
        inArray(askedAct.kind, ["approve", "decline"]),
        eq(askedAct.state, "waiting"),
      ),
    );
  const decided = new Map(acts.map(({ memberId, kind }) => [memberId, kind as "approve" | "decline"]));
  return rows.map((row) => ({
    ...card(row, ours),
    reason: row.reason,
    requested: row.requested,
    decided: decided.get(row.id) ?? null,
  }));
}

/** Requests to join workspaces elsewhere that one manages, which wait for oneself; of one person, where told. */
export const offeredTo = (ctx: Context, memberId?: Id): Promise<{ workspaceId: Id; memberId: Id }[]> => {
  const managerId = signedIn(ctx).id;
  return ctx.store.db
    .select({ workspaceId: joinOffer.workspaceId, memberId: joinOffer.memberId })
    .from(joinOffer)
    .innerJoin(
      membership,
      and(eq(membership.workspaceId, joinOffer.workspaceId), eq(membership.actorId, managerId)),
    )
    .innerJoin(actor, and(eq(actor.id, joinOffer.workspaceId), eq(actor.local, false)))
    .where(
      and(
        eq(joinOffer.managerId, managerId),
        eq(joinOffer.state, "open"),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
        memberId === undefined ? undefined : eq(joinOffer.memberId, memberId),
      ),
    )
    .orderBy(asc(joinOffer.requested))
    .limit(80);
};
