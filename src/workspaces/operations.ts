import { and, eq } from "drizzle-orm";
import { actor, follow, membership, workspace } from "../../db/index.ts";
import { freeHandle, insertLocalActor } from "../actors/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { renderMarkdown } from "../core/text.ts";
import { actorOf, type Level, mayManage } from "./rules.ts";
import { standing } from "./queries.ts";
import { settleOffers } from "./offering.ts";
import { severWorkspace } from "./severing.ts";
import { settingsInput, type SettingsInput, workspaceInput, type WorkspaceInput } from "./input.ts";

export const onlyManagers = (): Refusal =>
  new Refusal("forbidden", "Only a manager of this workspace can do this.");

/** A workspace of this organisation. Whoever creates it is its first manager. */
export async function createWorkspace(ctx: Context, input: WorkspaceInput): Promise<Id> {
  const creator = signedIn(ctx);
  const { name, handle, purpose, level, source, managersPost } = workspaceInput.parse(input);
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    const id = await insertLocalActor(ctx, made, {
      kind: "group",
      handle: handle || (await freeHandle(tx, name)),
      name,
      summary: renderMarkdown(source),
      ...actorOf(level),
    });
    await tx
      .insert(workspace)
      .values({ actorId: id, level, purpose, source, managersPost, members: 1, created: at });
    await insertMember(ctx, made, id, creator.id, "manager");
    await record({ kind: "workspace.created", workspaceId: id, data: {} });
    return id;
  });
}

async function insertMember(ctx: Context, { tx, at }: Change, workspaceId: Id, actorId: Id, role: "manager") {
  await tx.insert(membership).values({
    id: newId(at),
    workspaceId,
    actorId,
    role,
    state: "active",
    requested: at,
    decided: at,
  });
  const id = newId(at);
  const iri = `${ctx.origin}/activities/${id}`;
  await tx
    .insert(follow)
    .values({ id, iri, followerId: actorId, followedId: workspaceId, state: "accepted", created: at });
}

/** Name, purpose and home page of a workspace of this organisation. */
export async function changeWorkspace(ctx: Context, id: Id, input: SettingsInput): Promise<void> {
  const manager = signedIn(ctx);
  const { name, purpose, source, managersPost } = settingsInput.parse(input);
  await change(ctx, async ({ tx, record }) => {
    const found = await standing(tx, id, manager.id);
    if (!mayManage(found)) throw onlyManagers();
    if (!found.local) throw new Refusal("forbidden", "This workspace is changed at its own organisation.");
    await tx.update(workspace).set({ purpose, source, managersPost }).where(eq(workspace.actorId, id));
    await tx
      .update(actor)
      .set({ name, summary: renderMarkdown(source) })
      .where(eq(actor.id, id));
    await record({ kind: "workspace.changed", workspaceId: id, data: {} });
  });
}

/**
 * Who can join and read. It counts for what was written before too: what was open and has left does not come back, and
 * what was for members only becomes readable by everyone when the workspace is opened.
 */
export async function changeLevel(
  ctx: Context,
  { workspaceId, level }: { workspaceId: Id; level: Level },
): Promise<void> {
  const manager = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, record } = made;
    const found = await standing(tx, workspaceId, manager.id);
    if (!mayManage(found)) throw onlyManagers();
    if (!found.local) throw new Refusal("forbidden", "This workspace is changed at its own organisation.");
    if (found.level === level) return;
    await tx.update(workspace).set({ level }).where(eq(workspace.actorId, workspaceId));
    await tx.update(actor).set(actorOf(level)).where(eq(actor.id, workspaceId));
    if (level === "confidential") await declineAll(made, workspaceId);
    await severWorkspace(made, { workspaceId, level });
    await record({ kind: "workspace.changed", workspaceId, data: {} });
  });
}

/** Nobody asks to join what nobody outside knows of. */
async function declineAll(made: Change, workspaceId: Id): Promise<void> {
  const { tx, at, record } = made;
  const waiting = await tx
    .update(membership)
    .set({ state: "declined", decided: at })
    .where(and(eq(membership.workspaceId, workspaceId), eq(membership.state, "requested")))
    .returning({ memberId: membership.actorId });
  for (const { memberId } of waiting) {
    const [following] = await tx
      .update(follow)
      .set({ state: "rejected" })
      .where(and(eq(follow.followerId, memberId), eq(follow.followedId, workspaceId)))
      .returning({ iri: follow.iri });
    await settleOffers(made, { workspaceId, memberId, approved: false });
    const data = { followIri: following?.iri ?? "", memberId, answer: "" };
    await record({ kind: "member.declined", workspaceId, data });
  }
}

/** The workspace's picture, stored before; null takes it away. */
export async function setPicture(ctx: Context, id: Id, pictureId: Id | null): Promise<void> {
  const manager = signedIn(ctx);
  await change(ctx, async ({ tx, record }) => {
    const found = await standing(tx, id, manager.id);
    if (!mayManage(found) || !found.local) throw onlyManagers();
    await tx
      .update(actor)
      .set({ pictureId })
      .where(and(eq(actor.id, id), eq(actor.local, true)));
    await record({ kind: "workspace.changed", workspaceId: id, data: {} });
  });
}
