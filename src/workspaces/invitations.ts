import { and, asc, eq, sql } from "drizzle-orm";
import { actor, membership, peer, person } from "../../db/index.ts";
import { card, cardColumns, findBySlug, peerOf, type Card } from "../actors/index.ts";
import { obstacle, obstacleText } from "../agreements/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid, notFound, Refusal } from "../core/refusal.ts";
import { notify, settleInvitation } from "../notifications/index.ts";
import { managing } from "./members.ts";
import { alone } from "./membership.ts";
import { withdrawOffers } from "./offering.ts";
import { onlyManagers } from "./operations.ts";
import { standing } from "./queries.ts";
import { isMember, mayManage, type Standing } from "./rules.ts";

/**
 * Whom a line of the form names: `@handle@host`, a handle or an e-mail address of a member here. Others' servers are
 * asked, so this is no part of a transaction.
 */
async function personNamed(ctx: Context, text: string): Promise<Id | null> {
  const { id: reader } = signedIn(ctx);
  if (!text.startsWith("@") && text.includes("@") && !text.includes("/")) {
    const [row] = await ctx.store.db
      .select({ id: person.actorId })
      .from(person)
      .where(and(eq(person.email, text.toLowerCase()), eq(person.state, "active")));
    if (row) return row.id;
  }
  const here = await findBySlug(ctx, "person", text.replace(/^@/, ""));
  if (here) return here;
  const found = /[@/].*\w/.test(text.replace(/^@/, "")) ? await ctx.elsewhere.find(text, reader) : null;
  return found?.ok && found.value.kind === "person" ? found.value.id : null;
}

/**
 * The people that lines of a form name, and the lines that name nobody. Who may not manage the workspace learns nothing.
 *
 * @throws {Refusal} as `managing` does
 */
export async function peopleNamed(
  ctx: Context,
  { workspaceId, lines }: { workspaceId: Id; lines: string[] },
): Promise<{ found: Id[]; unknown: string[] }> {
  await managing(ctx, workspaceId);
  const found: Id[] = [];
  const unknown: string[] = [];
  for (const line of lines) {
    const id = await personNamed(ctx, line);
    if (id === null) unknown.push(line);
    else found.push(id);
  }
  return { found, unknown };
}

export interface Invitation {
  workspaceId: Id;
  memberId: Id;
  /** What the manager says with it. */
  message?: string;
}

/**
 * A manager invites somebody, here or elsewhere: then joining needs nobody's approval. Invited again, they are told
 * again. Who belongs already stays as they are.
 *
 * @param invite.iri where the invitation came from elsewhere (`ctx.settled`): address of the Invite
 */
export async function invite(
  ctx: Context,
  { workspaceId, memberId, message = "", iri }: Invitation & { iri?: string },
): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const inviterId = ctx.actor?.id ?? null;
    await alone(tx, workspaceId);
    const found = await standing(tx, workspaceId, inviterId);
    if (!ctx.settled && (!mayManage(found) || !found.local)) throw onlyManagers();
    const target = await standing(tx, workspaceId, memberId);
    if (isMember(target)) return;
    if (!ctx.settled) await mayBelong(made, found, memberId);
    const id = newId(at);
    const inviteIri = iri ?? `${ctx.origin}/activities/${id}`;
    const invited = {
      state: "invited" as const,
      role: "contributor" as const,
      answer: message || null,
      reason: null,
      decidedById: inviterId,
      decided: null,
      requested: at,
      inviteIri,
    };
    await tx
      .insert(membership)
      .values({ id, workspaceId, actorId: memberId, ...invited })
      .onConflictDoUpdate({ target: [membership.workspaceId, membership.actorId], set: invited });
    await record({ kind: "member.invited", workspaceId, data: { memberId, inviteIri, answer: message } });
    await settleInvitation(made, workspaceId, memberId);
    if (found.local) await withdrawOffers(made, workspaceId, { memberId });
    await notify(made, {
      kind: "invitation",
      personId: memberId,
      actorId: inviterId,
      workspaceId,
      text: message || null,
    });
  });
}

/** Somebody elsewhere only where the workspace may go to their server; a manager is told why not. */
export async function mayBelong(
  { tx, at }: Change,
  { workspaceId, level }: Standing,
  memberId: Id,
): Promise<void> {
  const [invited] = await tx
    .select({ host: actor.host, local: actor.local, name: actor.name })
    .from(actor)
    .where(eq(actor.id, memberId));
  if (!invited || invited.local) return;
  const why = await obstacle(tx, at, { workspaceId, level, host: invited.host });
  if (why)
    throw invalid("people", `${invited.name}: ${obstacleText(why, "Your organisation", invited.host)}`);
}

/** Takes the invitation out of the world: whoever was invited stands as if they had never been asked. */
async function end(made: Change, workspaceId: Id, memberId: Id): Promise<void> {
  await made.tx
    .update(membership)
    .set({ state: "left", answer: null, decided: made.at })
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, memberId)));
  await settleInvitation(made, workspaceId, memberId);
}

async function invitationOf({ tx }: Change, workspaceId: Id, memberId: Id) {
  const [row] = await tx
    .select({ inviteIri: membership.inviteIri, inviterId: membership.decidedById })
    .from(membership)
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.actorId, memberId),
        eq(membership.state, "invited"),
      ),
    );
  return row ? { inviteIri: row.inviteIri ?? "", inviterId: row.inviterId } : null;
}

/** Whoever was invited says no. Whoever invited them is told. */
export async function declineInvitation(ctx: Context, { workspaceId }: { workspaceId: Id }): Promise<void> {
  const { id: memberId } = signedIn(ctx);
  await change(ctx, async (made) => {
    await alone(made.tx, workspaceId);
    const invitation = await invitationOf(made, workspaceId, memberId);
    if (!invitation) throw notFound();
    const { inviteIri, inviterId } = invitation;
    await end(made, workspaceId, memberId);
    await made.record({ kind: "invitation.declined", workspaceId, data: { memberId, inviteIri } });
    await tellInviter(made, { kind: "invitation declined", inviterId, memberId, workspaceId });
  });
}

/** Tells the manager who invited somebody what became of it. */
export async function tellInviter(
  made: Change,
  answered: {
    kind: "invitation accepted" | "invitation declined";
    inviterId: Id | null;
    memberId: Id;
    workspaceId: Id;
  },
): Promise<void> {
  const { kind, inviterId, memberId, workspaceId } = answered;
  if (inviterId) await notify(made, { kind, personId: inviterId, actorId: memberId, workspaceId });
}

/** A manager takes an invitation back, or the home of the workspace has (`ctx.settled`). */
export async function withdrawInvitation(ctx: Context, { workspaceId, memberId }: Invitation): Promise<void> {
  await change(ctx, async (made) => {
    await alone(made.tx, workspaceId);
    const found = await standing(made.tx, workspaceId, ctx.actor?.id ?? null);
    if (!ctx.settled && (!mayManage(found) || !found.local)) throw onlyManagers();
    const invitation = await invitationOf(made, workspaceId, memberId);
    // Answered a moment ago.
    if (!invitation) {
      if (ctx.settled) return;
      throw new Refusal("conflict", "This invitation does not wait for an answer any more.");
    }
    await end(made, workspaceId, memberId);
    const data = { memberId, inviteIri: invitation.inviteIri };
    await made.record({ kind: "invitation.withdrawn", workspaceId, data });
  });
}

export interface Invited extends Card {
  message: string | null;
  sent: Date;
}

/** Who is invited and has not answered, the last first. For managers. */
export async function invitedTo(ctx: Context, workspaceId: Id, ours: string): Promise<Invited[]> {
  await managing(ctx, workspaceId);
  const rows = await ctx.store.db
    .select({ ...cardColumns, message: membership.answer, sent: membership.requested })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, peerOf)
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.state, "invited")))
    .orderBy(sql`${membership.requested} desc`, asc(membership.id))
    .limit(200);
  return rows.map((row) => ({ ...card(row, ours), message: row.message, sent: row.sent }));
}
