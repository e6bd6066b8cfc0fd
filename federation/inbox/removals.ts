import { purgeAsked, readmit, removeMember, settleReceipt, standingOf } from "../../src/workspaces/index.ts";
import { actorByIri, type ActorRow } from "../actors/rows.ts";
import { membersOf } from "../addresses.ts";
import { contextFor, type Deps } from "../deps.ts";
import { type Arrived, done, type Handler, ignored, type Outcome, settledContext } from "./arrived.ts";
import { fetchPast } from "./follows.ts";

/** The member of ours whom a workspace elsewhere speaks of, if it is its own list of members it means. */
async function memberMeant(
  deps: Deps,
  sender: ActorRow,
  { objectId, target }: { objectId: string | null; target: string | null },
): Promise<ActorRow | null> {
  if (sender.kind !== "group" || sender.local || target !== membersOf(sender.iri)) return null;
  const member = await actorByIri(deps.store.db, objectId ?? "");
  return member?.local && member.kind === "person" ? member : null;
}

/**
 * A workspace elsewhere says that one of ours no longer belongs, whoever ended it: what is held of it is deleted if
 * nobody else here belongs, and a receipt answers. Null where the activity means something else.
 */
export async function memberRemoved(
  deps: Deps,
  { activity, sender, group }: Arrived,
): Promise<Outcome | null> {
  const member = group ? null : await memberMeant(deps, sender, activity);
  if (!member) return null;
  const ctx = settledContext(deps, null);
  const { state } = await standingOf(deps.store, sender.id, member.id);
  // The Reject that says why may still be on its way.
  if (state === "active") await removeMember(ctx, { workspaceId: sender.id, memberId: member.id });
  await purgeAsked(ctx, { workspaceId: sender.id, memberId: member.id, removeIri: activity.id });
  return done;
}

/** A removal is undone: they belong again, and what was said is fetched again. Who left by themselves stays away. */
export async function memberReadmitted(deps: Deps, { activity, sender }: Arrived): Promise<Outcome> {
  const { inner } = activity;
  const member = inner ? await memberMeant(deps, sender, inner) : null;
  if (!member) return ignored("There was no such membership");
  const { state } = await standingOf(deps.store, sender.id, member.id);
  if (state !== "removed") return ignored("They were not removed");
  await readmit(settledContext(deps, null), { workspaceId: sender.id, memberId: member.id });
  await fetchPast(deps, { workspaceId: sender.id, readerId: member.id, wasMember: false });
  return done;
}

/** The receipt of another instance: it has deleted what it held, or others of its people still belong. */
export async function receiptArrived(
  deps: Deps,
  { activity, sender }: Arrived,
  deleted: boolean,
): Promise<Outcome> {
  const { inner } = activity;
  const [group, member] = await Promise.all([
    actorByIri(deps.store.db, inner?.actor ?? ""),
    actorByIri(deps.store.db, inner?.objectId ?? ""),
  ]);
  if (!group?.local || !member || member.host !== sender.host || inner?.target !== membersOf(group.iri))
    return ignored("There is no such removal");
  const receipt = { workspaceId: group.id, memberId: member.id, host: sender.host, deleted };
  await settleReceipt(contextFor(deps, null), receipt);
  return done;
}

export const onTentativeAccept: Handler = async (deps, arrived) =>
  arrived.sender.kind === "application" && arrived.activity.inner?.type === "Remove"
    ? receiptArrived(deps, arrived, false)
    : ignored("It has no meaning here");
