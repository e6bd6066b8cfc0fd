import { and, eq, or } from "drizzle-orm";
import { content, discussionMove } from "../../db/index.ts";
import { change } from "../../src/context.ts";
import type { Id } from "../../src/core/id.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { letGo, moveDiscussion, noteMove, settleMove } from "../../src/forums/index.ts";
import { mayManage, standingOf } from "../../src/workspaces/index.ts";
import { isOurKind, readerIn } from "../access.ts";
import { actorById, actorByIri, type ActorRow } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { resolveActor } from "../remote/actors.ts";
import { fetchDocument } from "../remote/fetch.ts";
import { hasMemberHere } from "./announce.ts";
import {
  actingContext,
  type Arrived,
  done,
  type Handler,
  ignored,
  later,
  type Outcome,
  refused,
  settledContext,
} from "./arrived.ts";
import { orSayRefused } from "./refuse.ts";
import { movedHouse } from "./moved-house.ts";
import { takeThread } from "./thread.ts";

/** The first post of the discussion that is moved, by its own address or that of its collection. */
async function rootOf(deps: Deps, { activity }: Arrived) {
  const { objectId, discussion } = activity;
  const [root] = await deps.store.db
    .select({ id: content.id, iri: content.iri, workspaceId: content.workspaceId })
    .from(content)
    .where(
      and(
        eq(content.kind, "discussion"),
        discussion
          ? eq(content.iri, discussion)
          : or(eq(content.iri, objectId ?? ""), eq(content.context, objectId ?? "")),
      ),
    )
    .limit(1);
  return root ?? null;
}

type Root = NonNullable<Awaited<ReturnType<typeof rootOf>>>;

/** A discussion goes from one workspace to another (FEP-f15d); or somebody, or a workspace, moves house. */
export const onMove: Handler = async (deps, arrived) => {
  const { activity, sender, group } = arrived;
  if (activity.objectId === sender.iri) return movedHouse(deps, arrived);
  if (!activity.target) return ignored("It says nothing of where it is moved");
  const root = await rootOf(deps, arrived);
  const stands = root ? await actorById(deps.store.db, root.workspaceId ?? 0) : null;
  if (root && stands?.local && !(group && group.id !== stands.id)) return atHome(deps, arrived, root, stands);
  const reader = group ? await readerIn(deps, group.id) : undefined;
  const to =
    (await actorByIri(deps.store.db, activity.target)) ?? (await resolveActor(deps, activity.target, reader));
  const from = activity.origin ? await actorByIri(deps.store.db, activity.origin) : stands;
  if (to && to.kind !== "group") return ignored("Discussions stand in workspaces");
  if (root && group && root.workspaceId === to?.id) return done;
  if (root && stands?.local && to) return takenElsewhere(deps, arrived, { root, from: stands, to });
  if (to?.local) return toOurs(deps, arrived, { root, from, to });
  return passedOn(deps, arrived, { root, from, to });
};

/** A manager elsewhere moves what stands in a workspace of ours. */
async function atHome(deps: Deps, arrived: Arrived, root: Root, stands: ActorRow): Promise<Outcome> {
  const { activity, sender } = arrived;
  const to = await actorByIri(deps.store.db, activity.target!);
  return orSayRefused(deps, arrived, stands.id, async () => {
    if (to?.kind !== "group") throw new Refusal("not found", "The other workspace is not known here.");
    // Between our own kind whoever moves it has been asked.
    const confirmed = sender.local || (await isOurKind(deps, sender.host));
    const from = { activityIri: activity.id };
    await moveDiscussion(actingContext(deps, arrived), { contentId: root.id, toId: to.id, confirmed, from });
    return done;
  });
}

interface Between {
  root: Root | null;
  from: ActorRow | null;
  to: ActorRow;
}

/** The home of the other workspace has taken in what one of our managers offered it: now it leaves ours. */
async function takenElsewhere(
  deps: Deps,
  { activity, group }: Arrived,
  { root, from, to }: { root: Root; from: ActorRow; to: ActorRow },
): Promise<Outcome> {
  const [noted] = await deps.store.db
    .select({ toId: discussionMove.toId, fromId: discussionMove.fromId })
    .from(discussionMove)
    .where(eq(discussionMove.activityIri, activity.id));
  if (noted?.toId !== to.id || noted.fromId !== from.id || group?.id !== to.id)
    return refused("Nobody here has moved it there");
  const ctx = settledContext(deps, await managerOf(deps, activity.actor));
  await settleMove(ctx, { rootId: root.id, fromId: from.id, toId: to.id, moveIri: activity.id });
  return done;
}

const managerOf = async (deps: Deps, iri: string): Promise<Id | null> =>
  (await actorByIri(deps.store.db, iri))?.id ?? null;

/**
 * A discussion of a workspace elsewhere is to go to one of ours: a manager of both asks, at whose home the old one lives,
 * or its home has let it go (`group`).
 */
async function toOurs(deps: Deps, arrived: Arrived, { root, from, to }: Between): Promise<Outcome> {
  const { activity, sender, group } = arrived;
  return orSayRefused(deps, arrived, to.id, async () => {
    if (!mayManage(await standingOf(deps.store, to.id, sender.id)))
      throw new Refusal("forbidden", "Only a manager of this workspace can move a discussion to it.");
    const released = from && sameOrigin((group ?? sender).iri, from.iri);
    if (!from || from.kind !== "group" || !released)
      throw new Refusal("forbidden", "The home of the other workspace has to let it go.");
    const moveIri = activity.id;
    if (root && root.workspaceId !== from.id) return ignored("It stands somewhere else");
    const ctx = settledContext(deps, sender.id);
    if (!root) {
      const now = deps.clock();
      const rootIri = activity.discussion ?? activity.objectId!;
      const noted = { rootIri, context: activity.objectId, fromId: from.id, toId: to.id, moveIri };
      await change(ctx, (made) => noteMove(made, { ...noted, released: now, taken: now }));
      const problem = await takeThread(deps, { rootIri, context: activity.objectId!, from, to });
      if (problem) return problem;
    } else
      await settleMove(ctx, {
        rootId: root.id,
        fromId: from.id,
        toId: to.id,
        moveIri,
        from: { activityIri: moveIri },
      });
    return done;
  });
}

/**
 * A home elsewhere says that a discussion has left one of its workspaces, or come to one. It goes only when both have
 * said so, which one server says for its own workspaces at once: nobody takes what another has not let go, and nobody
 * puts anything where it is not taken in.
 */
async function passedOn(
  deps: Deps,
  arrived: Arrived,
  { root, from, to }: Omit<Between, "to"> & { to: ActorRow | null },
): Promise<Outcome> {
  const { activity, sender, group } = arrived;
  const { db } = deps.store;
  const speaker = (group ?? sender).iri;
  const says = (one: ActorRow | null) => !!one && !one.local && sameOrigin(speaker, one.iri);
  if (!says(from) && !says(to)) return refused("It is for the homes of the two workspaces to say so");
  if (root && to && root.workspaceId === to.id) return done;
  if (root && root.workspaceId !== from?.id) return ignored("It stands somewhere else");
  const moveIri = activity.id;
  const [before] = await db.select().from(discussionMove).where(eq(discussionMove.activityIri, moveIri));
  // Carried out already: since then it may have been moved again.
  if (before?.released && before.taken) return done;
  const now = deps.clock();
  let released = before?.released ?? (says(from) ? now : null);
  const taken = before?.taken ?? (says(to) ? now : null);
  // Whoever has not heard the old one's home looks what the discussion itself says.
  const hearsFrom = !!root && !!from && (await hasMemberHere(deps, from.id));
  if (taken && !released && to && !hearsFrom) {
    const said = await sayWhere(deps, activity.objectId!, to);
    if (said === "unknown") return later("Where the discussion stands cannot be had");
    if (said === "elsewhere") return refused("The discussion does not stand there");
    released = now;
  }
  const ctx = settledContext(deps, sender.id);
  const rootIri = root?.iri ?? activity.discussion ?? activity.objectId!;
  const noted = {
    rootIri,
    context: activity.objectId,
    fromId: from?.id ?? null,
    toId: to?.id ?? null,
    moveIri,
  };
  const inside = to !== null && (await hasMemberHere(deps, to.id));
  // What is carried out is noted with it: killed in between, it would never be carried out.
  if (root && released && from && (taken || !inside)) {
    const moving = { rootId: root.id, fromId: from.id, moveIri };
    if (to && inside) await settleMove(ctx, { ...moving, toId: to.id });
    else await letGo(ctx, { ...moving, toId: to?.id ?? null, taken });
  } else await change(ctx, (made) => noteMove(made, { ...noted, rootId: root?.id, released, taken }));
  return done;
}

/** In which workspace the collection of a discussion says that it stands (FEP-7888). */
async function sayWhere(
  deps: Deps,
  contextIri: string,
  to: ActorRow,
): Promise<"there" | "elsewhere" | "unknown"> {
  const answer = await fetchDocument(deps, contextIri, await readerIn(deps, to.id));
  if (!answer.ok) return answer.kind === "unreachable" ? "unknown" : "elsewhere";
  const { attributedTo, audience } = answer.value.document;
  return [attributedTo, audience].flat().includes(to.iri) ? "there" : "elsewhere";
}

/**
 * A discussion leaves a workspace, and where it goes is not for everybody to know (FEP-f15d). Null where the activity
 * means something else.
 */
export async function discussionLeft(deps: Deps, arrived: Arrived): Promise<Outcome | null> {
  const { activity, group, sender } = arrived;
  if (!group || activity.target !== group.iri) return null;
  const root = await rootOf(deps, arrived);
  if (!root) return null;
  if (root.workspaceId !== group.id) return done;
  const moving = { rootId: root.id, fromId: group.id, toId: null, moveIri: activity.id };
  await letGo(settledContext(deps, sender.id), moving);
  return done;
}

/** The home of another workspace would not take in what a manager here offered it. */
export async function moveRefused(deps: Deps, iri: string, senderId: Id): Promise<{ fromId: Id } | null> {
  const [noted] = await deps.store.db
    .select({ fromId: discussionMove.fromId })
    .from(discussionMove)
    .where(and(eq(discussionMove.activityIri, iri), eq(discussionMove.toId, senderId)));
  return noted?.fromId ? { fromId: noted.fromId } : null;
}
