import { and, eq } from "drizzle-orm";
import { actor, membership } from "../../db/index.ts";
import { newId } from "../../src/core/id.ts";
import { setLocked, setPinned } from "../../src/forums/index.ts";
import { actorById, actorByIri } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { resolveActor } from "../remote/actors.ts";
import { type Arrived, actingContext, done, type Handler, ignored } from "./arrived.ts";
import { contentByIri } from "./find-content.ts";

/** The discussion an activity is about, if it stands in the workspace that passed it on. */
async function marked(deps: Deps, { activity, group }: Arrived) {
  const post = await contentByIri(deps, activity.objectId ?? "");
  return post && (!group || post.workspaceId === group.id) ? post : null;
}

async function featured(deps: Deps, arrived: Arrived, on: boolean) {
  const post = await marked(deps, arrived);
  const group = post && (await actorById(deps.store.db, post.workspaceId));
  if (!post || group?.featured !== arrived.activity.target) return null;
  await setPinned(actingContext(deps, arrived), {
    contentId: post.id,
    on,
    from: { activityIri: arrived.activity.id },
  });
  return done;
}

/** A workspace elsewhere names a manager, or takes the role back. */
async function moderators(deps: Deps, { activity, group }: Arrived, on: boolean) {
  if (!group || activity.target !== group.moderators || !activity.objectId) return null;
  const member = on
    ? await resolveActor(deps, activity.objectId)
    : await actorByIri(deps.store.db, activity.objectId);
  if (!member) return ignored("The manager is not known");
  await keepManager(deps, group.id, member.id, on);
  return done;
}

/** Notes what a workspace elsewhere says about its managers. */
export async function keepManager(
  deps: Deps,
  workspaceId: number,
  actorId: number,
  on: boolean,
): Promise<void> {
  const now = deps.clock();
  await deps.store.transaction(async (tx) => {
    const theirs = and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, actorId));
    if (!on) {
      await tx.update(membership).set({ role: "contributor" }).where(theirs);
      return;
    }
    const [here] = await tx.select({ local: actor.local }).from(actor).where(eq(actor.id, actorId));
    if (here?.local) {
      // Nobody here belongs to a workspace elsewhere unless they joined it themselves.
      await tx
        .update(membership)
        .set({ role: "manager" })
        .where(and(theirs, eq(membership.state, "active")));
      return;
    }
    await tx
      .insert(membership)
      .values({
        id: newId(now),
        workspaceId,
        actorId,
        role: "manager",
        state: "active",
        requested: now,
        decided: now,
      })
      .onConflictDoUpdate({
        target: [membership.workspaceId, membership.actorId],
        set: { role: "manager", state: "active" },
      });
  });
}

const collected =
  (on: boolean): Handler =>
  async (deps, arrived) =>
    (await featured(deps, arrived, on)) ??
    (await moderators(deps, arrived, on)) ??
    ignored("The collection is not one of a workspace known here");

export const onAdd = collected(true);
export const onRemove = collected(false);

export const onLock: Handler = (deps, arrived) => lock(deps, arrived, true);

export async function lock(deps: Deps, arrived: Arrived, on: boolean) {
  const post = await marked(deps, arrived);
  if (!post) return ignored("The discussion is not known here");
  await setLocked(actingContext(deps, arrived), {
    contentId: post.id,
    on,
    from: { activityIri: arrived.activity.id },
  });
  return done;
}
