import { and, eq, inArray } from "drizzle-orm";
import { actor, askedAct, joinOffer } from "../../db/index.ts";
import { Refusal } from "../../src/core/refusal.ts";
import {
  decide,
  receiveRequest,
  refuseAsked,
  settleRequestElsewhere,
  standingOf,
} from "../../src/workspaces/index.ts";
import { mayLeave } from "../access.ts";
import { actorByIri, workspaceById } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { resolveActor } from "../remote/actors.ts";
import {
  actingContext,
  type Arrived,
  done,
  ignored,
  later,
  type Outcome,
  refused,
  settledContext,
} from "./arrived.ts";
import { wasUndone } from "./before.ts";
import { orSayRefused } from "./refuse.ts";

/** A workspace elsewhere puts a request to join it to one of its managers, who is a member here. */
export async function requestOffered(deps: Deps, { activity, sender, group }: Arrived): Promise<Outcome> {
  const { inner } = activity;
  if (group) return refused("A request to join is not for a workspace to pass on to everybody");
  if (sender.kind !== "group" || sender.local || inner?.type !== "Follow" || inner.objectId !== sender.iri)
    return ignored("This Offer has no meaning here");
  const { db } = deps.store;
  const workspace = await workspaceById(db, sender.id);
  const manager = await actorByIri(db, activity.to[0] ?? "");
  if (!workspace || !manager?.local || manager.gone || manager.kind !== "person")
    return ignored("Whoever is asked does not live here");
  if (!(await mayLeave(deps, sender.id, sender.host)))
    return ignored("This workspace is not shared with us any more");
  if (await wasUndone(deps, activity.id, sender.iri)) return ignored("It was taken back before it came");
  // Nothing is fetched for whoever does not manage it.
  const standing = await standingOf(deps.store, sender.id, manager.id);
  if (standing.state !== "active") return ignored("Whoever is asked does not manage this workspace");
  const member = await resolveActor(deps, inner.actor);
  if (!member) return later("Whoever asks to join cannot be found");
  if (member.kind !== "person") return ignored("A person asks to join, nobody else");
  try {
    await receiveRequest(settledContext(deps, null), {
      iri: activity.id,
      workspaceId: sender.id,
      memberId: member.id,
      managerId: manager.id,
      followIri: inner.id,
      reason: inner.content?.slice(0, 1000) || null,
      requested: inner.published ?? activity.published ?? deps.clock(),
    });
  } catch (error) {
    if (error instanceof Refusal) return ignored(error.message);
    throw error;
  }
  return done;
}

/** The home takes a request back from a manager here; null where it never came. */
export async function offerWithdrawn(deps: Deps, { activity, sender }: Arrived): Promise<Outcome | null> {
  const offerIri = activity.objectId ?? "";
  const settled = { workspaceId: sender.id, offerIri, outcome: "withdrawn" as const };
  return (await settleRequestElsewhere(settledContext(deps, null), settled)) ? done : null;
}

/**
 * An answer to a request that was put to a manager: by a manager elsewhere to us, its home; or by its home to a manager
 * here, whoever decided. Null where it answers something else.
 */
export async function requestAnswered(
  deps: Deps,
  arrived: Arrived,
  approve: boolean,
): Promise<Outcome | null> {
  const { activity, sender, group } = arrived;
  const { db } = deps.store;
  const offerIri = activity.objectId ?? "";
  const [row] = await db
    .select({
      workspaceId: joinOffer.workspaceId,
      memberId: joinOffer.memberId,
      managerId: joinOffer.managerId,
      local: actor.local,
    })
    .from(joinOffer)
    .innerJoin(actor, eq(actor.id, joinOffer.workspaceId))
    .where(eq(joinOffer.iri, offerIri));
  if (!row) return approve ? null : decisionRefused(deps, arrived);
  if (group) return refused("A decision on a request to join is for its home only");
  if (!row.local) {
    if (row.workspaceId !== sender.id) return ignored("Its home decides");
    const outcome = approve ? ("approved" as const) : ("declined" as const);
    const settled = { workspaceId: sender.id, offerIri, outcome };
    await settleRequestElsewhere(settledContext(deps, null), settled);
    return done;
  }
  if (row.managerId !== sender.id) return ignored("Somebody else was asked");
  const { workspaceId, memberId } = row;
  const answer = activity.summary ?? "";
  return orSayRefused(deps, arrived, workspaceId, async () => {
    await decide(actingContext(deps, arrived), { workspaceId, memberId, approve, answer, offerIri });
    return done;
  });
}

/** The home does not let a manager here decide: they are told why. */
async function decisionRefused(deps: Deps, { activity, sender, group }: Arrived): Promise<Outcome | null> {
  const activityIri = activity.objectId ?? "";
  const [act] = await deps.store.db
    .select({ id: askedAct.id })
    .from(askedAct)
    .where(
      and(
        eq(askedAct.activityIri, activityIri),
        eq(askedAct.workspaceId, sender.id),
        inArray(askedAct.kind, ["approve", "decline"]),
      ),
    );
  if (!act || group) return null;
  const answer = activity.summary || "It gave no reason.";
  await refuseAsked(settledContext(deps, null), { workspaceId: sender.id, activityIri, answer });
  return done;
}
