import { blockMember, unblockMember } from "../../src/workspaces/index.ts";
import type { Id } from "../../src/core/id.ts";
import { actorByIri } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { resolveActor } from "../remote/actors.ts";
import { actingContext, type Arrived, done, type Handler, ignored, type Outcome } from "./arrived.ts";
import { workspaceAmong } from "./find-content.ts";
import { unknownHere } from "./marks.ts";
import { orSayRefused } from "./refuse.ts";

/** The workspace in which somebody is blocked: one that passed it on, or one that lives here. */
const placeOf = async (deps: Deps, { activity, group }: Arrived): Promise<Id | null> => {
  if (group) return activity.target === group.iri ? group.id : null;
  return activity.target ? workspaceAmong(deps, [activity.target]) : null;
};

async function about(
  deps: Deps,
  arrived: Arrived,
  carryOut: (workspaceId: Id, memberId: Id) => Promise<void>,
): Promise<Outcome> {
  const { activity, group } = arrived;
  const workspaceId = await placeOf(deps, arrived);
  // Lemmy blocks people from a whole server too: that is its own affair.
  if (workspaceId === null) return ignored("Nobody is blocked in a workspace known here");
  const iri = activity.objectId ?? "";
  const member = (await actorByIri(deps.store.db, iri)) ?? (group ? await resolveActor(deps, iri) : null);
  if (!member) return unknownHere(deps, arrived, "The person is not known here");
  return orSayRefused(deps, arrived, workspaceId, async () => {
    await carryOut(workspaceId, member.id);
    return done;
  });
}

/** A manager blocks somebody in a workspace. */
export const onBlock: Handler = (deps, arrived) =>
  about(deps, arrived, (workspaceId, memberId) =>
    blockMember(actingContext(deps, arrived), {
      workspaceId,
      memberId,
      reason: arrived.activity.summary ?? "",
      ends: arrived.activity.endTime,
      from: { activityIri: arrived.activity.id },
    }),
  );

/** A manager lets somebody write again. */
export const unblock = (deps: Deps, arrived: Arrived): Promise<Outcome> =>
  about(deps, arrived, (workspaceId, memberId) =>
    unblockMember(actingContext(deps, arrived), {
      workspaceId,
      memberId,
      from: { activityIri: arrived.activity.id },
    }),
  );
