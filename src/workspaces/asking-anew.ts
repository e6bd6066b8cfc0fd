import { and, eq } from "drizzle-orm";
import { follow, membership } from "../../db/index.ts";
import { change, type Context } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { alone } from "./membership.ts";

/**
 * Asks the home of a workspace elsewhere again to let a member of ours in, because it does not know that it has. Until
 * it answers they do not belong.
 *
 * @param followIri of a request that still stands; else a new one is made
 */
export async function askAnew(
  ctx: Context,
  { workspaceId, memberId, followIri }: { workspaceId: Id; memberId: Id; followIri?: string },
): Promise<void> {
  await change(ctx, async ({ tx, at, record }) => {
    await alone(tx, workspaceId);
    const theirs = and(eq(follow.followerId, memberId), eq(follow.followedId, workspaceId));
    const iri = followIri ?? `${ctx.origin}/activities/${newId(at)}`;
    const asked = await tx
      .update(follow)
      .set({ iri, state: "pending", asked: at })
      .where(and(theirs, eq(follow.state, followIri ? "pending" : "accepted")))
      .returning({ id: follow.id });
    // Meanwhile they left, or the answer came.
    if (asked.length === 0) return;
    await tx
      .update(membership)
      .set({ state: "requested", requested: at })
      .where(
        and(
          eq(membership.workspaceId, workspaceId),
          eq(membership.actorId, memberId),
          eq(membership.state, "active"),
        ),
      );
    const data = { followIri: iri, memberId };
    await record({ kind: "member.requested", actorId: memberId, workspaceId, data });
  });
}
