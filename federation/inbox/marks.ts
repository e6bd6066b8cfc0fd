import { and, eq } from "drizzle-orm";
import { actor } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { setLocked, setPinned } from "../../src/forums/index.ts";
import { setManager } from "../../src/workspaces/index.ts";
import { actorById, actorByIri } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { resolveActor } from "../remote/actors.ts";
import { type Arrived, actingContext, done, type Handler, ignored, type Outcome } from "./arrived.ts";
import { contentByIri, speaksFor, workspaceAmong } from "./find-content.ts";
import { orSayRefused, sayRefused } from "./refuse.ts";
import { discussionLeft } from "./moves.ts";
import { memberRemoved } from "./removals.ts";

/** The discussion an activity is about, if whoever passed it on may speak for where it stands. */
async function marked(deps: Deps, { activity, group }: Arrived) {
  const post = await contentByIri(deps, activity.objectId ?? "");
  return post && (!group || (await speaksFor(deps, group, post.workspaceId))) ? post : null;
}

/** What is asked of a workspace here about something it does not know: whoever asked does not wait for an answer. */
export async function unknownHere(deps: Deps, arrived: Arrived, problem: string): Promise<Outcome> {
  const { activity, group } = arrived;
  const here = group
    ? null
    : await workspaceAmong(deps, [...activity.audience, ...activity.to, ...activity.cc]);
  if (here === null) return ignored(problem);
  return sayRefused(deps, arrived, here, new Refusal("not found", `${problem}.`));
}

async function featured(deps: Deps, arrived: Arrived, on: boolean): Promise<Outcome | null> {
  const post = await marked(deps, arrived);
  const group = post && (await actorById(deps.store.db, post.workspaceId));
  if (!post || group?.featured !== arrived.activity.target) return null;
  return orSayRefused(deps, arrived, post.workspaceId, async () => {
    const from = { activityIri: arrived.activity.id };
    await setPinned(actingContext(deps, arrived), { contentId: post.id, on, from });
    return done;
  });
}

/** The workspace whose managers an activity is about: the one that passed it on, or one that lives here. */
async function managed(deps: Deps, { activity, group }: Arrived): Promise<Id | null> {
  if (group) return activity.target === group.moderators ? group.id : null;
  const [row] = await deps.store.db
    .select({ id: actor.id })
    .from(actor)
    .where(and(eq(actor.moderators, activity.target ?? ""), eq(actor.local, true), eq(actor.kind, "group")));
  return row?.id ?? null;
}

/** A manager names another, or takes the role back. */
async function moderators(deps: Deps, arrived: Arrived, manager: boolean): Promise<Outcome | null> {
  const { activity, group } = arrived;
  const workspaceId = await managed(deps, arrived);
  if (workspaceId === null || !activity.objectId) return null;
  const known = await actorByIri(deps.store.db, activity.objectId);
  const member = known ?? (group && manager ? await resolveActor(deps, activity.objectId) : null);
  if (!member) return unknownHere(deps, arrived, "The person is not known here");
  return orSayRefused(deps, arrived, workspaceId, async () => {
    const from = { activityIri: activity.id };
    await setManager(actingContext(deps, arrived), { workspaceId, memberId: member.id, manager, from });
    return done;
  });
}

const collected =
  (on: boolean): Handler =>
  async (deps, arrived) =>
    (await featured(deps, arrived, on)) ??
    (await moderators(deps, arrived, on)) ??
    (on ? null : await discussionLeft(deps, arrived)) ??
    (on ? null : await memberRemoved(deps, arrived)) ??
    unknownHere(deps, arrived, "The collection is not one of a workspace known here");

export const onAdd = collected(true);
export const onRemove = collected(false);

export const onLock: Handler = (deps, arrived) => lock(deps, arrived, true);

export async function lock(deps: Deps, arrived: Arrived, on: boolean): Promise<Outcome> {
  const post = await marked(deps, arrived);
  if (!post) return unknownHere(deps, arrived, "The discussion is not known here");
  return orSayRefused(deps, arrived, post.workspaceId, async () => {
    const from = { activityIri: arrived.activity.id };
    await setLocked(actingContext(deps, arrived), { contentId: post.id, on, from });
    return done;
  });
}
