import { and, asc, eq, isNull } from "drizzle-orm";
import { actor, follow, joinOffer, membership, peer } from "../../db/index.ts";
import { obstacle } from "../agreements/index.ts";
import type { Change } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { standing } from "./queries.ts";

/** A request to join a workspace of ours. */
interface Asked {
  workspaceId: Id;
  memberId: Id;
}

/** Managers of a workspace of ours at servers that know what an offered request is, and to which it may go. */
async function managersElsewhere({ tx, at }: Change, workspaceId: Id, only?: Id): Promise<Id[]> {
  const rows = await tx
    .select({ id: actor.id, host: actor.host })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .innerJoin(peer, eq(peer.host, actor.host))
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
        eq(actor.local, false),
        eq(peer.software, "tombolo"),
        isNull(actor.gone),
        only === undefined ? undefined : eq(actor.id, only),
      ),
    )
    .orderBy(asc(membership.id));
  if (rows.length === 0) return [];
  const { level } = await standing(tx, workspaceId, null);
  const found: Id[] = [];
  for (const { id, host } of rows)
    if ((await obstacle(tx, at, { workspaceId, level, host })) === null) found.push(id);
  return found;
}

async function offer({ tx, at, record }: Change, origin: string, asked: Asked, managerId: Id): Promise<void> {
  const { workspaceId, memberId } = asked;
  if (managerId === memberId) return;
  const [request] = await tx
    .select({ iri: follow.iri })
    .from(follow)
    .where(and(eq(follow.followerId, memberId), eq(follow.followedId, workspaceId)));
  const followIri = request?.iri ?? "";
  if (!followIri) return;
  const id = newId(at);
  const iri = `${origin}/activities/${id}`;
  const anew = { iri, followIri, state: "open" as const, requested: at };
  await tx
    .insert(joinOffer)
    .values({ id, workspaceId, memberId, managerId, ...anew })
    .onConflictDoUpdate({
      target: [joinOffer.workspaceId, joinOffer.memberId, joinOffer.managerId],
      set: anew,
    });
  const data = { offerIri: iri, memberId, managerId, followIri };
  await record({ kind: "request.offered", workspaceId, data });
}

/** Puts a request to join a workspace of ours to its managers at other servers. */
export async function offerRequest(made: Change, origin: string, asked: Asked): Promise<void> {
  for (const managerId of await managersElsewhere(made, asked.workspaceId))
    await offer(made, origin, asked, managerId);
}

/** Puts all that wait to join a workspace of ours to one who manages it now, or to all its managers elsewhere. */
export async function offerWaiting(
  made: Change,
  origin: string,
  workspaceId: Id,
  managerId?: Id,
): Promise<void> {
  const managers = await managersElsewhere(made, workspaceId, managerId);
  if (managers.length === 0) return;
  const waiting = await made.tx
    .select({ memberId: membership.actorId })
    .from(membership)
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.state, "requested")))
    .orderBy(asc(membership.requested))
    .limit(500);
  for (const { memberId } of waiting)
    for (const one of managers) await offer(made, origin, { workspaceId, memberId }, one);
}

const openOffers = (workspaceId: Id, of: { memberId?: Id; managerId?: Id }) =>
  and(
    eq(joinOffer.workspaceId, workspaceId),
    eq(joinOffer.state, "open"),
    of.memberId === undefined ? undefined : eq(joinOffer.memberId, of.memberId),
    of.managerId === undefined ? undefined : eq(joinOffer.managerId, of.managerId),
  );

/** A request to join a workspace of ours has been decided: its managers elsewhere are told what became of it. */
export async function settleOffers(
  { tx, record }: Change,
  { workspaceId, memberId, approved }: Asked & { approved: boolean },
): Promise<void> {
  const settled = await tx
    .update(joinOffer)
    .set({ state: approved ? "approved" : "declined" })
    .where(openOffers(workspaceId, { memberId }))
    .returning();
  for (const { iri, managerId, followIri } of settled) {
    const data = { offerIri: iri, memberId, managerId, followIri, approved };
    await record({ kind: "request.settled", workspaceId, data });
  }
}

/**
 * What was put to managers elsewhere is not theirs to decide any more: of one who asked, where the request is taken
 * back; of one manager, who manages it no longer; of all, where the workspace moves away.
 */
export async function withdrawOffers(
  { tx, record }: Change,
  workspaceId: Id,
  of: { memberId?: Id; managerId?: Id } = {},
): Promise<void> {
  const withdrawn = await tx
    .update(joinOffer)
    .set({ state: "withdrawn" })
    .where(openOffers(workspaceId, of))
    .returning();
  for (const { iri, memberId, managerId, followIri } of withdrawn) {
    const data = { offerIri: iri, memberId, managerId, followIri };
    await record({ kind: "request.withdrawn", workspaceId, data });
  }
}

/**
 * Whether what a manager elsewhere decides still counts. Where it was decided before, they are told so again.
 *
 * @returns `withdrawn` where it was never theirs, or is not any more
 */
export async function offerStands(
  { tx, record }: Change,
  { workspaceId, memberId, managerId, offerIri }: Asked & { managerId: Id; offerIri: string },
): Promise<"open" | "decided" | "withdrawn"> {
  const [row] = await tx
    .select()
    .from(joinOffer)
    .where(
      and(
        eq(joinOffer.iri, offerIri),
        eq(joinOffer.workspaceId, workspaceId),
        eq(joinOffer.memberId, memberId),
        eq(joinOffer.managerId, managerId),
      ),
    );
  if (!row || row.state === "withdrawn") return "withdrawn";
  if (row.state === "open") return "open";
  const { followIri } = row;
  const data = { offerIri, memberId, managerId, followIri, approved: row.state === "approved" };
  await record({ kind: "request.settled", workspaceId, data });
  return "decided";
}

/** At a manager's server: what was put to somebody who manages a workspace elsewhere no longer is forgotten. */
export async function forgetOffers({ tx }: Change, workspaceId: Id, managerId: Id): Promise<void> {
  await tx
    .delete(joinOffer)
    .where(and(eq(joinOffer.workspaceId, workspaceId), eq(joinOffer.managerId, managerId)));
}

/** Somebody manages a workspace no longer, here or elsewhere. */
export const endOffersTo = (made: Change, workspaceId: Id, managerId: Id, local: boolean): Promise<void> =>
  local ? withdrawOffers(made, workspaceId, { managerId }) : forgetOffers(made, workspaceId, managerId);
