import { and, eq, lt, ne } from "drizzle-orm";
import { actor, event, follow } from "../../db/index.ts";
import type { Deps } from "../deps.ts";

/** A request to join without an answer is sent again after this time, in ms. */
const askedEvery = 24 * 60 * 60_000;
const atOnce = 100;

/** A lost Accept would leave a member waiting for ever: what is pending is asked again, with the same Follow. */
export async function askAgain(deps: Deps): Promise<number> {
  const now = deps.clock();
  const before = new Date(now.getTime() - askedEvery);
  return deps.store.transaction(async (tx, signal) => {
    const pending = await tx
      .select({
        id: follow.id,
        iri: follow.iri,
        followerId: follow.followerId,
        followedId: follow.followedId,
      })
      .from(follow)
      .innerJoin(actor, eq(actor.id, follow.followedId))
      .where(and(eq(follow.state, "pending"), ne(actor.local, true), lt(follow.asked, before)))
      .limit(atOnce);
    for (const { id, iri, followerId, followedId } of pending) {
      const heard = {
        kind: "member.requested",
        actorId: followerId,
        workspaceId: followedId,
        contentId: null,
      };
      const data = { followIri: iri, memberId: followerId };
      await tx.insert(event).values({ ...heard, data, created: now });
      await tx.update(follow).set({ asked: now }).where(eq(follow.id, id));
      signal(JSON.stringify(heard));
    }
    return pending.length;
  });
}
