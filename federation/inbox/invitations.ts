import { and, eq } from "drizzle-orm";
import { actor, follow, membership } from "../../db/index.ts";
import { obstacle } from "../../src/agreements/index.ts";
import { declineInvitation, invite, withdrawInvitation } from "../../src/workspaces/index.ts";
import { actorByIri, type ActorRow, workspaceById } from "../actors/rows.ts";
import { sameOrigin } from "../addresses.ts";
import type { Deps } from "../deps.ts";
import { resolveActor } from "../remote/actors.ts";
import { checkPeer } from "../remote/peers.ts";
import {
  actingContext,
  type Arrived,
  done,
  type Handler,
  ignored,
  type Outcome,
  settledContext,
} from "./arrived.ts";

/** Whether we have anything to do with a server: nobody else's invitations reach members here. */
async function known(deps: Deps, group: ActorRow): Promise<boolean> {
  const workspace = await workspaceById(deps.store.db, group.id);
  if (!workspace) return false;
  const { level } = workspace;
  const place = { workspaceId: group.id, level, host: group.host };
  if (level !== "open") return (await obstacle(deps.store.db, deps.clock(), place)) === null;
  const agreed = { ...place, level: "restricted" as const };
  if ((await obstacle(deps.store.db, deps.clock(), agreed)) === null) return true;
  const [joined] = await deps.store.db
    .select({ id: follow.id })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followedId))
    .where(and(eq(actor.host, group.host), eq(actor.local, false), eq(follow.state, "accepted")))
    .limit(1);
  return !!joined;
}

/** The workspace that invites: itself, or, as Mobilizon has it, one of its people, for whom its server vouches. */
async function inviting(deps: Deps, { activity, sender }: Arrived): Promise<ActorRow | null> {
  const iri = activity.objectId ?? "";
  if (iri === sender.iri) return sender.kind === "group" ? sender : null;
  const group = sameOrigin(iri, sender.iri) ? await resolveActor(deps, iri) : null;
  return group?.kind === "group" ? group : null;
}

/** A workspace elsewhere invites one of ours: its home knows its managers. */
export const onInvite: Handler = async (deps, arrived) => {
  const { activity } = arrived;
  const from = arrived.group ? null : await inviting(deps, arrived);
  if (!from) return ignored("This Invite has no meaning here");
  const member = await actorByIri(deps.store.db, activity.target ?? activity.to[0] ?? "");
  if (!member?.local || member.gone || member.kind !== "person")
    return ignored("Whoever is invited does not live here");
  if (!(await known(deps, from))) return ignored("Nobody here has to do with that server");
  await checkPeer(deps, from.host);
  const message = activity.content?.slice(0, 1000) ?? "";
  const invitation = { workspaceId: from.id, memberId: member.id, message, iri: activity.id };
  await invite(settledContext(deps, null), invitation);
  return done;
};

async function invitationBy(deps: Deps, iri: string | null) {
  const [row] = await deps.store.db
    .select({ workspaceId: membership.workspaceId, memberId: membership.actorId })
    .from(membership)
    .where(and(eq(membership.inviteIri, iri ?? ""), eq(membership.state, "invited")));
  return row ?? null;
}

/** The home takes an invitation back. */
export async function invitationWithdrawn(deps: Deps, { activity, sender }: Arrived): Promise<Outcome> {
  const row = await invitationBy(deps, activity.objectId);
  if (!row || row.workspaceId !== sender.id) return ignored("There is no such invitation");
  await withdrawInvitation(settledContext(deps, null), row);
  return done;
}

/** Somebody elsewhere declines an invitation of ours; null where the activity is about something else. */
export async function invitationDeclined(deps: Deps, arrived: Arrived): Promise<Outcome | null> {
  const row = await invitationBy(deps, arrived.activity.objectId);
  if (!row || row.memberId !== arrived.sender.id) return null;
  await declineInvitation(actingContext(deps, arrived), row);
  return done;
}
