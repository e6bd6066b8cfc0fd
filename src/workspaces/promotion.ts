import { and, eq } from "drizzle-orm";
import { actor, membership } from "../../db/index.ts";
import { change, type Change, type Context } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { notify } from "../notifications/index.ts";
import { changesNothing, decidesHere } from "./asking.ts";
import { alone, keepOneManager } from "./membership.ts";
import { endOffersTo, offerWaiting } from "./offering.ts";
import { standing } from "./queries.ts";
import { isMember, type Role } from "./rules.ts";

export interface SetManager {
  workspaceId: Id;
  memberId: Id;
  manager: boolean;
  from?: { activityIri: string };
}

/**
 * Makes a member a manager, or a manager a member again. One manager at least, always. Of a workspace elsewhere its home
 * decides (`ctx.settled`), also about people who are not known here.
 */
export async function setManager(ctx: Context, input: SetManager): Promise<void> {
  const { workspaceId, memberId, manager, from } = input;
  await change(ctx, async (made) => {
    const { tx, record } = made;
    await alone(tx, workspaceId);
    const found = await standing(tx, workspaceId, ctx.actor?.id ?? null);
    const kind = manager ? "add manager" : "remove manager";
    if (!(await decidesHere(ctx, made, found, { kind, workspaceId, memberId }))) return;
    const target = await standing(tx, workspaceId, memberId);
    if (found.local && !isMember(target))
      throw new Refusal("conflict", "Only a member can be made a manager.");
    const role: Role = manager ? "manager" : "contributor";
    if (isMember(target) && target.role === role) return changesNothing(ctx, from);
    if (!manager && found.local) await keepOneManager(tx, workspaceId, memberId);
    if (!isMember(target) && !(await keepElsewhere(made, input))) return;
    await tx
      .update(membership)
      .set({ role })
      .where(and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, memberId)));
    const data = { memberId, ...(from ? { activityIri: from.activityIri } : {}) };
    await record({ kind: manager ? "manager.added" : "manager.removed", workspaceId, data });
    if (!manager) await endOffersTo(made, workspaceId, memberId, found.local);
    else if (found.local) await offerWaiting(made, ctx.origin, workspaceId, memberId);
    if (manager)
      await notify(made, { kind: "manager", personId: memberId, actorId: ctx.actor?.id, workspaceId });
  });
}

/** Somebody elsewhere whom a workspace elsewhere names as its manager belongs to it; one of ours joins by oneself. */
async function keepElsewhere(
  { tx, at }: Change,
  { workspaceId, memberId, manager }: SetManager,
): Promise<boolean> {
  const [who] = await tx.select({ local: actor.local }).from(actor).where(eq(actor.id, memberId));
  if (!manager || !who || who.local) return false;
  const state = "active" as const;
  await tx
    .insert(membership)
    .values({
      id: newId(at),
      workspaceId,
      actorId: memberId,
      role: "manager",
      state,
      requested: at,
      decided: at,
    })
    .onConflictDoUpdate({ target: [membership.workspaceId, membership.actorId], set: { state } });
  return true;
}
