import { and, eq, exists, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, follow, joinOffer, membership, type notification, type Reader } from "../../../db/index.ts";
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

/** Everybody who waits to join a workspace that one manages, here or elsewhere. */
export async function joining(api: Api): Promise<Set<Id>> {
  const [here, elsewhere] = await Promise.all([waiting(api), offeredTo(api.ctx)]);
  return new Set([...here, ...elsewhere].map(({ memberId }) => memberId));
}

/** Of what one is told, all but requests to join that have been decided: as with Mastodon, these are gone. */
export const undecided = (db: Reader, told: typeof notification) =>
  or(
    ne(told.kind, "join request"),
    exists(
      db
        .select({ one: sql`1` })
        .from(membership)
        .where(
          and(
            eq(membership.workspaceId, told.workspaceId),
            eq(membership.actorId, told.actorId),
            eq(membership.state, "requested"),
          ),
        ),
    ),
    exists(
      db
        .select({ one: sql`1` })
        .from(joinOffer)
        .where(
          and(
            eq(joinOffer.workspaceId, told.workspaceId),
            eq(joinOffer.memberId, told.actorId),
            eq(joinOffer.managerId, told.personId),
            eq(joinOffer.state, "open"),
          ),
        ),
    ),
  );

/** Everybody who waits for one's word, each once however much they ask; who came to be known last first. */
export async function whoAsks(api: Api): Promise<Id[]> {
  const [people, members] = await Promise.all([asking(api), joining(api)]);
  return [...new Set([...people.map(({ id }) => id), ...members])].sort((a, b) => b - a);
}
