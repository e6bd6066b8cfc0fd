import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, follow, membership } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { offeredTo } from "../../workspaces/index.ts";
import { type Api, readerOf } from "../api.ts";

const own = alias(membership, "own");

/** Requests to join the workspaces that one manages here. */
export const waiting = (api: Api, memberId?: Id) =>
  api.ctx.store.db
    .select({ workspaceId: membership.workspaceId, memberId: membership.actorId })
    .from(own)
    .innerJoin(actor, and(eq(actor.id, own.workspaceId), eq(actor.local, true)))
    .innerJoin(
      membership,
      and(eq(membership.workspaceId, own.workspaceId), eq(membership.state, "requested")),
    )
    .where(
      and(
        eq(own.actorId, readerOf(api)),
        eq(own.state, "active"),
        eq(own.role, "manager"),
        memberId === undefined ? undefined : eq(membership.actorId, memberId),
      ),
    )
    .orderBy(membership.requested);

/** Requests to follow oneself. */
export const asking = (api: Api, followerId?: Id) =>
  api.ctx.store.db
    .select({ id: follow.followerId })
    .from(follow)
    .where(
      and(
        eq(follow.followedId, readerOf(api)),
        eq(follow.state, "pending"),
        followerId === undefined ? undefined : eq(follow.followerId, followerId),
      ),
    );

/** Everybody who waits for one's word, each once however much they ask; who came to be known last first. */
export async function whoAsks(api: Api): Promise<Id[]> {
  const [people, members, elsewhere] = await Promise.all([asking(api), waiting(api), offeredTo(api.ctx)]);
  const all = [...people.map(({ id }) => id), ...[...members, ...elsewhere].map(({ memberId }) => memberId)];
  return [...new Set(all)].sort((a, b) => b - a);
}
