import { and, desc, eq } from "drizzle-orm";
import { activity, askedAct } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import type { ActKind } from "../src/workspaces/index.ts";
import { actorById, type ActorRow, workspaceById } from "./actors/rows.ts";
import type { Json } from "./actors/documents.ts";
import { asReceived } from "./as-received.ts";
import type { Translated } from "./bridge.ts";
import * as build from "./builder.ts";
import type { Deps } from "./deps.ts";
import { decision } from "./requests.ts";
import { isPlaced, loadContent, type PlacedContent } from "./objects/load.ts";
import { fresh, type Happened, inboxOf } from "./sending.ts";

/** An act of a manager, with all that it is about. */
interface Acted {
  deps: Deps;
  iri: string;
  at: Date;
  by: ActorRow;
  group: NonNullable<Awaited<ReturnType<typeof workspaceById>>>;
  loaded: PlacedContent | null;
  member: ActorRow | null;
  target: NonNullable<Awaited<ReturnType<typeof workspaceById>>> | null;
  reason: string | null;
  ends: Date | null;
}

/** Address of what an Undo takes back, where we made it; another manager's, or one made elsewhere, gets a new one. */
async function lastOf({ deps, at, loaded }: Acted, type: string): Promise<string> {
  if (!loaded) return fresh(deps, at);
  const [made] = await deps.store.db
    .select({ iri: activity.iri })
    .from(activity)
    .where(and(eq(activity.contentId, loaded.row.id), eq(activity.type, type)))
    .orderBy(desc(activity.id))
    .limit(1);
  return made?.iri ?? fresh(deps, at);
}

const lock = (act: Acted, iri = act.iri) => act.loaded && build.lock(iri, act.at, act.loaded, act.by);
const remove = (act: Acted, iri = act.iri) =>
  act.loaded && build.remove(iri, act.at, act.loaded, act.by, act.reason ?? "");
const block = (act: Acted, iri = act.iri) =>
  act.member && build.block(iri, act.at, act.group, act.by, act.member.iri, act);
const pin = (type: "Add" | "Remove") => (act: Acted) =>
  act.loaded &&
  build.collect(act.iri, type, act.at, act.group, act.by, act.loaded.row.iri, act.group.actor.featured ?? "");
const moderator = (type: "Add" | "Remove") => (act: Acted) =>
  act.member &&
  build.collect(act.iri, type, act.at, act.group, act.by, act.member.iri, act.group.actor.moderators ?? "");
/** The Undo of an act, which is by whoever undoes it: others check that both are by the same. */
const undoing =
  (make: (act: Acted, iri: string) => Json | null, type: string) =>
  async (act: Acted): Promise<Json | null> => {
    const undone = make(act, await lastOf(act, type));
    return undone && build.undo(act.iri, act.at, undone, act.by);
  };

const decided =
  (type: "Accept" | "Reject") =>
  ({ deps, iri, at, by, group, member, reason }: Acted): Promise<Json | null> | null =>
    member && decision(deps, type, { iri, at, by, group: group.actor, memberId: member.id, note: reason });

/** What becomes of each act of a manager on the wire. */
const making: Record<ActKind, (act: Acted) => Json | null | Promise<Json | null>> = {
  pin: pin("Add"),
  unpin: pin("Remove"),
  lock: (act) => lock(act),
  unlock: undoing(lock, "Lock"),
  remove: (act) => remove(act),
  restore: undoing(remove, "Delete"),
  block: (act) => block(act),
  unblock: undoing(block, "Block"),
  "add manager": moderator("Add"),
  "remove manager": moderator("Remove"),
  approve: decided("Accept"),
  decline: decided("Reject"),
  move: ({ iri, at, by, loaded, group, target }) =>
    loaded && target && build.move(iri, at, by, { root: loaded.row, from: group, to: target }),
};

interface Named {
  workspaceId: Id | null;
  actorId: Id | null;
  contentId: Id | null;
  memberId: Id | null;
  targetId?: Id | null;
  reason: string | null;
  ends: Date | null;
}

async function made(deps: Deps, kind: ActKind, iri: string, at: Date, named: Named) {
  const { db } = deps.store;
  const [group, by, about, member, target] = await Promise.all([
    named.workspaceId ? workspaceById(db, named.workspaceId) : null,
    named.actorId ? actorById(db, named.actorId) : null,
    named.contentId ? loadContent(db, named.contentId) : null,
    named.memberId ? actorById(db, named.memberId) : null,
    named.targetId ? workspaceById(db, named.targetId) : null,
  ]);
  if (!group || !by?.local) return null;
  const loaded = isPlaced(about) ? about : null;
  const act = { deps, iri, at, by, group, loaded, member, target, reason: named.reason, ends: named.ends };
  const activity = await making[kind](act);
  return activity && { group, activity, actorId: by.id };
}

/** An act in a workspace of ours, by a manager here, or passed on as it came from elsewhere. */
export const acted =
  (kind: ActKind) =>
  async (deps: Deps, happened: Happened): Promise<Translated | null> => {
    const { workspaceId, contentId, actorId, created } = happened;
    const data = happened.data as { activityIri?: string; memberId?: number; reason?: string; ends?: string };
    const group = workspaceId ? await actorById(deps.store.db, workspaceId) : null;
    // Of a workspace elsewhere its home sends it.
    if (!group?.local) return null;
    const placed = { workspaceId: group.id, announcedBy: group.id };
    if (data.activityIri) {
      const raw = await asReceived(deps, data.activityIri);
      return raw && { ...placed, raw };
    }
    const named = {
      workspaceId,
      actorId,
      contentId,
      memberId: data.memberId ?? null,
      reason: data.reason ?? null,
      ends: data.ends ? new Date(data.ends) : null,
    };
    const act = await made(deps, kind, fresh(deps, created), created, named);
    return act && { ...placed, activity: act.activity, actorId: act.actorId, to: [] };
  };

/** What a manager here asks of the home of a workspace elsewhere: sent to it alone. */
export async function asked(deps: Deps, happened: Happened<"act.asked">): Promise<Translated | null> {
  const [row] = await deps.store.db.select().from(askedAct).where(eq(askedAct.id, happened.data.askedId));
  if (!row) return null;
  const act = await made(deps, row.kind, row.activityIri, row.created, row);
  if (!act || act.group.actor.local) return null;
  const { group, activity, actorId } = act;
  // Who asks to join, and what they are told, is for nobody else in the workspace to read.
  const workspaceId = row.kind === "approve" || row.kind === "decline" ? null : group.actorId;
  return { workspaceId, activity, actorId, to: [inboxOf(group.actor)] };
}
