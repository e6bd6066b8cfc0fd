import { change } from "../../src/context.ts";
import type { Id } from "../../src/core/id.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { mayKnow, mayRead, standingOf } from "../../src/workspaces/index.ts";
import { actorById } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { actingContext, type Arrived, type Outcome, refused } from "./arrived.ts";

/**
 * Whether somebody elsewhere is told why a workspace did not take something in. Who has never had to do with it learns
 * nothing by guessing what is inside, or that it is there; where they may know of it, who names it is answered.
 */
async function hears(deps: Deps, { activity, sender }: Arrived, workspaceId: Id): Promise<boolean> {
  const standing = await standingOf(deps.store, workspaceId, sender.id);
  if (mayRead(standing) || standing.state !== null) return true;
  const group = await actorById(deps.store.db, workspaceId);
  const named = [...activity.audience, ...activity.to, ...activity.cc].includes(group?.iri ?? "");
  return named && mayKnow(standing);
}

/**
 * Tells the sender's server why a workspace of ours did not take something in, so that both show the same.
 *
 * @param named another workspace of ours that was named, and answers where the first one says nothing
 */
export async function sayRefused(
  deps: Deps,
  arrived: Arrived,
  workspaceId: Id,
  refusal: Refusal,
  named: Id | null = null,
): Promise<Outcome> {
  const own = !arrived.group && (await hears(deps, arrived, workspaceId));
  const other = !own && !arrived.group && named !== null && (await hears(deps, arrived, named));
  if (own || other) {
    await change(actingContext(deps, arrived), async ({ record }) => {
      const data = { activityIri: arrived.activity.id, answer: refusal.message };
      await record({ kind: "content.refused", workspaceId: own ? workspaceId : named, data });
    });
  }
  return refused(refusal.message);
}

/** Does what an activity asks of a workspace. Where that is refused, its sender hears of it. */
export async function orSayRefused(
  deps: Deps,
  arrived: Arrived,
  workspaceId: Id,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return sayRefused(deps, arrived, workspaceId, error);
    throw error;
  }
}
