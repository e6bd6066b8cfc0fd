import { change } from "../../src/context.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { answerFollow, followPerson, unfollowPerson } from "../../src/posts/index.ts";
import type { ActorRow } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { actingContext, type Arrived, done, type Outcome, refused } from "./arrived.ts";

/** Somebody elsewhere follows a member here, or asks to. Asked twice, it is answered twice, the same. */
export async function onFollowPerson(deps: Deps, arrived: Arrived, followed: ActorRow): Promise<Outcome> {
  const { activity, sender } = arrived;
  const ctx = actingContext(deps, arrived);
  try {
    await followPerson(ctx, {
      personId: followed.id,
      followIri: activity.id,
      ask: (await verdictFor(deps.store, sender.host)) === "silenced",
    });
    return done;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Said to the one who asks, so that nobody waits for an answer that never comes.
    await change(ctx, ({ record }) =>
      record({
        kind: "follow.declined",
        actorId: followed.id,
        data: { followIri: activity.id, followerId: sender.id },
      }),
    );
    return refused(error.message);
  }
}

/** Somebody elsewhere answers a member here who asked to follow them; or lets them follow no longer. */
export async function onFollowAnswered(
  deps: Deps,
  arrived: Arrived,
  { followerId, accept }: { followerId: number; accept: boolean },
): Promise<Outcome> {
  await answerFollow(actingContext(deps, arrived), { followerId, accept });
  return done;
}

/** Somebody elsewhere follows a member here no longer. */
export async function onUnfollowPerson(deps: Deps, arrived: Arrived, personId: number): Promise<Outcome> {
  await unfollowPerson(actingContext(deps, arrived), { personId });
  return done;
}
