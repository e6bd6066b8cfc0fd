import { change } from "../../src/context.ts";
import type { Id } from "../../src/core/id.ts";
import { Refusal } from "../../src/core/refusal.ts";
import type { Deps } from "../deps.ts";
import { actingContext, type Arrived, type Outcome, refused } from "./arrived.ts";

/** Tells the sender's server why a workspace of ours did not take something in, so that both show the same. */
export async function sayRefused(
  deps: Deps,
  arrived: Arrived,
  workspaceId: Id,
  refusal: Refusal,
): Promise<Outcome> {
  if (!arrived.group) {
    await change(actingContext(deps, arrived), async ({ record }) => {
      const data = { activityIri: arrived.activity.id, answer: refusal.message };
      await record({ kind: "content.refused", workspaceId, data });
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
