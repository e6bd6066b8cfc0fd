import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { actor, follow, membership, workspace } from "../../db/index.ts";
import { change, type Change, type Context, signedIn, type Writer } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { blockedHere } from "./rules.ts";
import { notify, settleInvitation, settleRequest } from "../notifications/index.ts";
import { mayBelong, tellInviter } from "./invitations.ts";
import { endOffersTo, offerRequest, withdrawOffers } from "./offering.ts";
import { onlyManagers } from "./operations.ts";
import { askPurge, forgetReceipt } from "./receipts.ts";
import { purgeUnlessNeeded } from "./purging.ts";
import { localManagerIds, managerIds, standing } from "./queries.ts";
import { isMember, joining, mayKnow, mayManage, type MembershipState } from "./rules.ts";

export interface Join {
  workspaceId: Id;
  reason?: string;
  /** Address of the Follow, where it came from elsewhere. */
  followIri?: string;
  /** A manager decides, also where joining is at once otherwise. */
  ask?: boolean;
}

/**
 * Joins an open workspace, or asks to join another. At a workspace of another organisation its home decides:
 * until it answers, the membership is requested.
 */
export async function join(
  ctx: Context,
  { workspaceId, reason = "", followIri, ask = false }: Join,
): Promise<MembershipState> {
  const joiner = signedIn(ctx);
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    await alone(tx, workspaceId);
    const found = await standing(tx, workspaceId, joiner.id);
    if (!mayKnow(found)) throw notFound();
    const way = joining(found);
    const already = isMember(found);
    // Who belongs and asks again has the same answer: that they may not join since would not end their membership here.
    if (!already) onlyIfOpenTo(way);
    const state: "active" | "requested" =
      already || (way === "at once" && found.local && !ask) ? "active" : "requested";
    const iri = await upsertFollow(ctx, made, joiner.id, workspaceId, state, followIri);
    if (found.state === "invited") await acceptInvitation(made, workspaceId, joiner.id);
    if (!already) {
      const values = {
        state,
        role: "contributor" as const,
        reason: reason || null,
        requested: at,
        answer: null,
      };
      const decided = state === "active" ? at : null;
      await tx
        .insert(membership)
        .values({ id: newId(at), workspaceId, actorId: joiner.id, ...values, decided })
        .onConflictDoUpdate({
          target: [membership.workspaceId, membership.actorId],
          set: { ...values, decided, decidedById: null },
        });
    }
    await recount(tx, workspaceId, found.local);
    const data = { followIri: iri, memberId: joiner.id };
    await record({ kind: state === "active" ? "member.joined" : "member.requested", workspaceId, data });
    if (state === "requested" && found.state !== "requested" && found.local) {
      for (const personId of await localManagerIds(tx, workspaceId)) {
        await notify(made, {
          kind: "join request",
          personId,
          actorId: joiner.id,
          workspaceId,
          text: reason || null,
        });
      }
      await offerRequest(made, ctx.origin, { workspaceId, memberId: joiner.id });
    }
    return state;
  });
}

function onlyIfOpenTo(way: ReturnType<typeof joining>): void {
  if (way === "removed") {
    throw new Refusal(
      "forbidden",
      "A manager removed you from this workspace. Ask a manager to let you in again.",
    );
  }
  if (way === "blocked") throw blockedHere();
  if (way === "by invitation") throw new Refusal("forbidden", "This workspace is joined by invitation.");
}

/** Joining is how an invitation is accepted. */
async function acceptInvitation(made: Change, workspaceId: Id, memberId: Id): Promise<void> {
  const theirs = and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, memberId));
  const [row] = await made.tx.select({ inviterId: membership.decidedById }).from(membership).where(theirs);
  await settleInvitation(made, workspaceId, memberId);
  const inviterId = row?.inviterId ?? null;
  await tellInviter(made, { kind: "invitation accepted", inviterId, memberId, workspaceId });
}

/**
 * Whoever changes who belongs to a workspace, and as what, waits for others who do: on PostgreSQL two managers could
 * leave at once otherwise, each seeing that the other stays.
 */
export async function alone(tx: Writer, workspaceId: Id): Promise<void> {
  await tx
    .update(workspace)
    .set({ members: sql`${workspace.members}` })
    .where(eq(workspace.actorId, workspaceId));
}

async function upsertFollow(
  ctx: Context,
  { tx, at }: Change,
  followerId: Id,
  followedId: Id,
  state: "active" | "requested",
  given?: string,
): Promise<string> {
  const id = newId(at);
  const iri = given ?? `${ctx.origin}/activities/${id}`;
  const values = { iri, state: state === "active" ? ("accepted" as const) : ("pending" as const), asked: at };
  await tx
    .insert(follow)
    .values({ id, followerId, followedId, created: at, ...values })
    .onConflictDoUpdate({ target: [follow.followerId, follow.followedId], set: values });
  return iri;
}

/** Keeps the number of members of our own workspaces; for others their home says it. */
export async function recount(tx: Writer, workspaceId: Id, local: boolean): Promise<void> {
  if (!local) return;
  const members = await tx.$count(
    membership,
    and(eq(membership.workspaceId, workspaceId), eq(membership.state, "active")),
  );
  await tx.update(workspace).set({ members }).where(eq(workspace.actorId, workspaceId));
}

/** Leaves. The last manager cannot, unless nobody else is left. */
export async function leave(ctx: Context, { workspaceId }: { workspaceId: Id }): Promise<void> {
  const leaver = signedIn(ctx);
  await change(ctx, async (made) => {
    await alone(made.tx, workspaceId);
    const found = await standing(made.tx, workspaceId, leaver.id);
    if (found.state !== "active" && found.state !== "requested") return;
    if (mayManage(found) && found.local) await keepOneManager(made.tx, workspaceId, leaver.id);
    await end(made, workspaceId, leaver.id, "left", found.local);
  });
}

/**
 * Ends every membership of somebody whose account is closed.
 *
 * @throws {Refusal} `conflict`, where a workspace here with other members would be left without a manager
 */
export async function leaveEverywhere(made: Change, memberId: Id): Promise<void> {
  const rows = await made.tx
    .select({
      workspaceId: membership.workspaceId,
      role: membership.role,
      local: actor.local,
      name: actor.name,
      members: workspace.members,
    })
    .from(membership)
    .innerJoin(workspace, eq(workspace.actorId, membership.workspaceId))
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(and(eq(membership.actorId, memberId), inArray(membership.state, ["active", "requested"])))
    .orderBy(membership.workspaceId);
  for (const { workspaceId, role, local, name, members } of rows) {
    await alone(made.tx, workspaceId);
    const others = (await managerIds(made.tx, workspaceId)).filter((id) => id !== memberId);
    if (local && role === "manager" && others.length === 0 && members > 1) {
      throw new Refusal(
        "conflict",
        `They are the only manager of ${name}. Make somebody else its manager first.`,
      );
    }
    await end(made, workspaceId, memberId, "left", local);
  }
}

export async function keepOneManager(tx: Writer, workspaceId: Id, without: Id): Promise<void> {
  const others = (await managerIds(tx, workspaceId)).filter((id) => id !== without);
  if (others.length === 0) {
    throw new Refusal(
      "conflict",
      "A workspace needs at least one manager. Make somebody else a manager first.",
    );
  }
}

/**
 * Ends a membership or a request. `severed`: sharing with their organisation has ended; they are told as somebody
 * removed is, and nothing keeps them from asking again.
 */
export async function end(
  made: Change,
  workspaceId: Id,
  memberId: Id,
  state: "left" | "removed" | "severed",
  local: boolean,
  answer = "",
) {
  const { tx, at, record } = made;
  const before = await standing(tx, workspaceId, memberId);
  const [following] = await tx
    .delete(follow)
    .where(and(eq(follow.followerId, memberId), eq(follow.followedId, workspaceId)))
    .returning({ iri: follow.iri });
  await tx
    .update(membership)
    .set({
      state: state === "removed" ? state : "left",
      role: "contributor",
      answer: answer || null,
      decided: at,
    })
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, memberId)));
  await recount(tx, workspaceId, local);
  await settleRequest(made, workspaceId, memberId);
  if (local) await withdrawOffers(made, workspaceId, { memberId });
  if (mayManage(before)) await endOffersTo(made, workspaceId, memberId, local);
  const data = { followIri: following?.iri ?? "", memberId };
  if (state === "left") await record({ kind: "member.left", workspaceId, data });
  else await record({ kind: "member.removed", workspaceId, data: { ...data, answer } });
  if (!isMember(before) || before.level === "open") return;
  // Theirs is asked to delete what it holds; of theirs, we do so ourselves.
  if (local) await askPurge(made, { workspaceId, memberId });
  else await purgeUnlessNeeded(made, workspaceId);
}

/** A manager removes somebody, or the home of the workspace has. */
export async function removeMember(
  ctx: Context,
  { workspaceId, memberId, answer = "" }: { workspaceId: Id; memberId: Id; answer?: string },
): Promise<void> {
  await change(ctx, async (made) => {
    await alone(made.tx, workspaceId);
    const found = await standing(made.tx, workspaceId, ctx.actor?.id ?? null);
    if (!ctx.settled && (!mayManage(found) || !found.local)) throw onlyManagers();
    const target = await standing(made.tx, workspaceId, memberId);
    if (target.state !== "active" && target.state !== "requested") return;
    if (mayManage(target) && found.local) await keepOneManager(made.tx, workspaceId, memberId);
    await end(made, workspaceId, memberId, "removed", found.local, answer);
    await notify(made, {
      kind: "removed",
      personId: memberId,
      actorId: ctx.actor?.id ?? null,
      workspaceId,
      text: answer || null,
    });
  });
}

/**
 * Lets somebody back in whom a manager removed: they belong again. Their server fetches what it has deleted. Also where
 * the home of a workspace elsewhere has done so (`ctx.settled`).
 */
export async function readmit(ctx: Context, { workspaceId, memberId }: { workspaceId: Id; memberId: Id }) {
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    await alone(tx, workspaceId);
    const found = await standing(tx, workspaceId, ctx.actor?.id ?? null);
    if (!ctx.settled && (!mayManage(found) || !found.local)) throw onlyManagers();
    const target = await standing(tx, workspaceId, memberId);
    if (target.state !== "removed") return;
    if (!ctx.settled) await mayBelong(made, found, memberId);
    const followIri = await upsertFollow(ctx, made, memberId, workspaceId, "active");
    await tx
      .update(membership)
      .set({ state: "active", answer: null, decided: at, decidedById: ctx.actor?.id ?? null })
      .where(and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, memberId)));
    await recount(tx, workspaceId, found.local);
    await forgetReceipt(made, { workspaceId, memberId });
    await record({ kind: "member.readmitted", workspaceId, data: { memberId, followIri } });
    const actorId = ctx.actor?.id ?? null;
    await notify(made, { kind: "approved", personId: memberId, actorId, workspaceId });
  });
}

/** Remembers that a member was here, for "new since your last visit". */
export async function markVisit(ctx: Context, workspaceId: Id): Promise<void> {
  const visitor = ctx.actor;
  if (!visitor) return;
  await ctx.store.transaction(async (tx) => {
    await tx
      .update(membership)
      .set({ lastVisit: ctx.clock() })
      .where(and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, visitor.id)));
  });
}

/** People from other servers who follow or belong: whose servers receive what happens. */
export async function memberHosts(tx: Pick<Writer, "select">, workspaceId: Id): Promise<string[]> {
  const rows = await tx
    .select({ host: actor.host })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(and(eq(follow.followedId, workspaceId), eq(follow.state, "accepted"), ne(actor.local, true)))
    .groupBy(actor.host)
    .orderBy(sql`1`);
  return rows.map((row) => row.host);
}
