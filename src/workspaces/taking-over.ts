import { and, eq, inArray, ne, notInArray } from "drizzle-orm";
import {
  activity,
  actor,
  askedAct,
  block,
  content,
  discussion,
  draft,
  event,
  follow,
  history,
  membership,
  notification,
  report,
  workspace,
  workspaceMove,
} from "../../db/index.ts";
import type { Change, Context } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { takeTies } from "./taking-ties.ts";

/**
 * What was in a workspace that has moved is in the new one from now on: posts under their own addresses, who belongs and
 * as what, blocks, pins, the log. Of this organisation everybody who belonged goes along. Done again, it changes nothing.
 */
export async function takeOver(
  ctx: Context,
  made: Change,
  { fromId, toId }: { fromId: Id; toId: Id },
): Promise<void> {
  const { tx, at, record } = made;
  const [from] = await tx.select().from(actor).where(eq(actor.id, fromId));
  const [to] = await tx.select().from(actor).where(eq(actor.id, toId));
  const [old] = await tx.select().from(workspace).where(eq(workspace.actorId, fromId));
  if (!from || !to || !old) return;
  await tx.update(content).set({ workspaceId: toId }).where(eq(content.workspaceId, fromId));
  await tx.update(discussion).set({ workspaceId: toId }).where(eq(discussion.workspaceId, fromId));
  await tx.update(notification).set({ workspaceId: toId }).where(eq(notification.workspaceId, fromId));
  await tx.update(report).set({ workspaceId: toId }).where(eq(report.workspaceId, fromId));
  await tx
    .update(draft)
    .set({ place: `workspace:${toId}` })
    .where(eq(draft.place, `workspace:${fromId}`));
  await tx
    .update(event)
    .set({ workspaceId: toId })
    .where(and(eq(event.workspaceId, fromId), eq(event.bridged, true), ne(event.kind, "workspace.moved")));
  // At the old home what it has passed on stays its own, for those who have not heard of it yet.
  if (!from.local)
    await tx.update(activity).set({ workspaceId: toId }).where(eq(activity.workspaceId, fromId));
  await tx
    .update(askedAct)
    .set({ state: "refused", answer: "The workspace has moved.", settled: at })
    .where(and(eq(askedAct.workspaceId, fromId), eq(askedAct.state, "waiting")));
  const blocked = tx.select({ id: block.actorId }).from(block).where(eq(block.workspaceId, toId));
  await tx
    .update(block)
    .set({ workspaceId: toId })
    .where(and(eq(block.workspaceId, fromId), notInArray(block.actorId, blocked)));
  await tx.delete(history).where(eq(history.workspaceId, fromId));
  await takeTies(made, { fromId, toId });
  await takeMembers(ctx, made, { fromId, toId, there: !to.local });
  await tx.update(workspace).set({ lastActivity: old.lastActivity }).where(eq(workspace.actorId, toId));
  await tx.update(actor).set({ movedTo: to.iri }).where(eq(actor.id, fromId));
  if (to.local) {
    const discoverable = old.level === "open" || old.level === "restricted";
    await tx.update(actor).set({ discoverable }).where(eq(actor.id, toId));
  }
  await tx
    .update(workspaceMove)
    .set({ state: "done" })
    .where(and(eq(workspaceMove.workspaceId, fromId), eq(workspaceMove.state, "prepared")));
  await record({ kind: "workspace.arrived", workspaceId: toId, data: { fromId, note: from.name } });
}

/** Memberships go along with their roles; members of this organisation follow the new one, as its home expects. */
async function takeMembers(
  ctx: Context,
  { tx, at, record }: Change,
  { fromId, toId, there }: { fromId: Id; toId: Id; there: boolean },
): Promise<void> {
  const theirs = await tx
    .select({ id: membership.id, actorId: membership.actorId, state: membership.state, local: actor.local })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(eq(membership.workspaceId, fromId));
  const ids = theirs.map(({ actorId }) => actorId);
  for (let start = 0; start < ids.length; start += 500)
    await tx
      .delete(membership)
      .where(
        and(eq(membership.workspaceId, toId), inArray(membership.actorId, ids.slice(start, start + 500))),
      );
  await tx.update(membership).set({ workspaceId: toId }).where(eq(membership.workspaceId, fromId));
  for (const { actorId, state, local } of theirs) {
    if (!local || (state !== "active" && state !== "requested")) continue;
    await tx.delete(follow).where(and(eq(follow.followerId, actorId), eq(follow.followedId, fromId)));
    const id = newId(at);
    const iri = `${ctx.origin}/activities/${id}`;
    const followed = state === "active" ? ("accepted" as const) : ("pending" as const);
    await tx
      .insert(follow)
      .values({ id, iri, followerId: actorId, followedId: toId, state: followed, created: at, asked: at })
      .onConflictDoNothing();
    if (there)
      await record({
        kind: "member.requested",
        workspaceId: toId,
        data: { followIri: iri, memberId: actorId },
      });
  }
}
