import { and, eq } from "drizzle-orm";
import { actor, block, follow, membership, workspace, workspaceMove } from "../../db/index.ts";
import { freeHandle, insertLocalActor } from "../actors/index.ts";
import { obstacle, obstacleText } from "../agreements/index.ts";
import { change, type Context, type Reader, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import { administrator } from "../people/index.ts";
import { offerWaiting, withdrawOffers } from "./offering.ts";
import { onlyManagers } from "./operations.ts";
import { standing } from "./queries.ts";
import { takeOver } from "./taking-over.ts";
import { actorOf, mayManage, type Role } from "./rules.ts";

/**
 * A manager of a workspace elsewhere prepares that it moves here: a new one that says which one it is going to be. It is
 * empty until the old one's home starts the move.
 *
 * @returns its id
 * @throws {Refusal} `forbidden`; `conflict` where it is prepared already
 */
export async function prepareMove(ctx: Context, { workspaceId }: { workspaceId: Id }): Promise<Id> {
  const manager = signedIn(ctx);
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    const found = await standing(tx, workspaceId, manager.id);
    if (!mayManage(found)) throw onlyManagers();
    if (found.local) throw new Refusal("conflict", "This workspace lives here already.");
    const [known] = await tx.select().from(workspaceMove).where(eq(workspaceMove.workspaceId, workspaceId));
    if (known?.toId) return known.toId;
    const [old] = await tx
      .select()
      .from(workspace)
      .innerJoin(actor, eq(actor.id, workspace.actorId))
      .where(eq(workspace.actorId, workspaceId));
    const { name, summary, handle, iri } = old!.actor;
    const { level, purpose, source, managersPost } = old!.workspace;
    const toId = await insertLocalActor(ctx, made, {
      kind: "group",
      handle: await freeHandle(tx, handle),
      name,
      summary,
      ...actorOf(level),
      // Nobody finds it before it has come.
      discoverable: false,
    });
    await tx
      .update(actor)
      .set({ alsoKnownAs: [iri] })
      .where(eq(actor.id, toId));
    await tx
      .insert(workspace)
      .values({ actorId: toId, level, purpose, source, managersPost, members: 1, created: at });
    await tx.insert(membership).values({
      id: newId(at),
      workspaceId: toId,
      actorId: manager.id,
      role: "manager",
      state: "active",
      requested: at,
      decided: at,
    });
    const toIri = `${ctx.origin}/actors/${toId}`;
    await tx.insert(workspaceMove).values({ workspaceId, toId, toIri, state: "prepared", created: at });
    await record({
      kind: "workspace.prepared",
      workspaceId: toId,
      data: { fromId: workspaceId, note: name },
    });
    return toId;
  });
}

/** Who belongs and who is blocked, as the old home hands it over. */
export interface Handover {
  members: {
    iri: string;
    role: Role;
    state: "active" | "requested";
    reason: string | null;
    requested: string;
  }[];
  blocks: { iri: string; reason: string | null; ends: string | null }[];
}

async function handoverOf(tx: Reader, workspaceId: Id): Promise<Handover> {
  const members = await tx
    .select({
      iri: actor.iri,
      role: membership.role,
      state: membership.state,
      reason: membership.reason,
      requested: membership.requested,
    })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(eq(membership.workspaceId, workspaceId))
    .orderBy(membership.id);
  const blocks = await tx
    .select({ iri: actor.iri, reason: block.reason, ends: block.ends })
    .from(block)
    .innerJoin(actor, eq(actor.id, block.actorId))
    .where(eq(block.workspaceId, workspaceId));
  return {
    members: members.flatMap(({ state, requested, ...one }) =>
      state === "active" || state === "requested"
        ? [{ ...one, state, requested: requested.toISOString() }]
        : [],
    ),
    blocks: blocks.map(({ ends, ...one }) => ({ ...one, ends: ends?.toISOString() ?? null })),
  };
}

/**
 * A manager who is an administrator too lets a workspace of this organisation go to another instance, for good: its
 * members and its history go along, and this one only says where it is.
 *
 * @param address of the workspace that was prepared there
 * @throws {Refusal} `invalid` on `address`: not found, not prepared for this one, or what is not open may not go there
 */
export async function startMove(
  ctx: Context,
  { workspaceId, address }: { workspaceId: Id; address: string },
): Promise<void> {
  const by = administrator(ctx);
  const before = await standing(ctx.store.db, workspaceId, by.id);
  if (!mayManage(before) || !before.local) throw onlyManagers();
  const found = await ctx.elsewhere.find(address, by.id);
  if (!found.ok) throw invalid("address", found.problem);
  if (found.value.kind !== "workspace") throw invalid("address", "That is no workspace.");
  const toId = found.value.id;
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const { level } = await standing(tx, workspaceId, by.id);
    const [old] = await tx.select().from(actor).where(eq(actor.id, workspaceId));
    const [to] = await tx.select().from(actor).where(eq(actor.id, toId));
    if (!old || !to || to.local)
      throw invalid("address", "Enter the address of a workspace at another instance.");
    if (old.movedTo) throw new Refusal("conflict", "This workspace has moved already.");
    if (!to.alsoKnownAs?.includes(old.iri))
      throw invalid("address", "That workspace was not prepared to take this one over.");
    const why = await obstacle(tx, at, { workspaceId, level, host: to.host });
    if (why) throw invalid("address", obstacleText(why, ctx.host, to.host));
    const moveIri = `${ctx.origin}/activities/${newId(at)}`;
    const handover = { ...(await handoverOf(tx, workspaceId)) };
    await tx.update(actor).set({ movedTo: to.iri, discoverable: false }).where(eq(actor.id, workspaceId));
    await tx.insert(workspaceMove).values({
      workspaceId,
      toId,
      toIri: to.iri,
      state: "started",
      activityIri: moveIri,
      handover,
      created: at,
    });
    await withdrawOffers(made, workspaceId);
    await record({ kind: "workspace.moved", workspaceId, data: { moveIri, toId, note: to.name } });
    await takeOver(ctx, made, { fromId: workspaceId, toId });
  });
}

/** Whom a workspace that moves here brings along. People who cannot be had are left out. */
export async function receiveMembers(
  ctx: Context,
  { toId, handover, ids }: { toId: Id; handover: Handover; ids: Map<string, Id> },
): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, at } = made;
    for (const { iri, role, state, reason, requested } of handover.members) {
      const actorId = ids.get(iri);
      if (actorId === undefined) continue;
      const decided = state === "active" ? at : null;
      const values = { role, state, reason, requested: new Date(requested), decided };
      await tx
        .insert(membership)
        .values({ id: newId(at), workspaceId: toId, actorId, ...values })
        .onConflictDoUpdate({ target: [membership.workspaceId, membership.actorId], set: { role, state } });
      const id = newId(at);
      await tx
        .insert(follow)
        .values({
          id,
          iri: `${ctx.origin}/activities/${id}`,
          followerId: actorId,
          followedId: toId,
          state: state === "active" ? "accepted" : "pending",
          created: at,
        })
        .onConflictDoNothing();
    }
    for (const { iri, reason, ends } of handover.blocks) {
      const actorId = ids.get(iri);
      if (actorId === undefined) continue;
      await tx
        .insert(block)
        .values({ workspaceId: toId, actorId, reason, ends: ends ? new Date(ends) : null, created: at })
        .onConflictDoNothing();
    }
    const active = and(eq(membership.workspaceId, toId), eq(membership.state, "active"));
    await tx
      .update(workspace)
      .set({ members: await tx.$count(membership, active) })
      .where(eq(workspace.actorId, toId));
    await offerWaiting(made, ctx.origin, toId);
  });
}
