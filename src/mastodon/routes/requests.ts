import { and, asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, follow, membership } from "../../../db/index.ts";
import { forMembers } from "../../apps/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { answerFollow } from "../../posts/index.ts";
import type { Request, Web } from "../../web/index.ts";
import { decide, offeredTo } from "../../workspaces/index.ts";
import { type Api, apiOf, readerOf } from "../api.ts";
import { accountList } from "../queries/accounts.ts";
import { relationshipTo } from "../queries/relationships.ts";

const own = alias(membership, "own");

/** Requests to join the workspaces that one manages here, the oldest first. */
const waiting = (api: Api, memberId?: Id) =>
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
    .orderBy(asc(membership.requested))
    .limit(80);

/** Requests to follow oneself, the oldest first. */
const asking = (api: Api, followerId?: Id) =>
  api.ctx.store.db
    .select({ id: follow.followerId })
    .from(follow)
    .where(
      and(
        eq(follow.followedId, readerOf(api)),
        eq(follow.state, "pending"),
        followerId === undefined ? undefined : eq(follow.followerId, followerId),
      ),
    )
    .orderBy(asc(follow.id))
    .limit(80);

/**
 * Who asks several times, to follow oneself or to join one of several workspaces, is listed once, and decided on one by
 * one: oneself first.
 */
const decision = (approve: boolean) => async (c: Request) => {
  const api = await apiOf(c);
  const memberId = parseId(c.req.param("id"));
  const [follower] = memberId === null ? [] : await asking(api, memberId);
  if (follower) {
    await answerFollow(api.ctx, { followerId: follower.id, accept: approve });
    return c.json(await relationshipTo(api, follower.id));
  }
  const [asked] =
    memberId === null ? [] : [...(await waiting(api, memberId)), ...(await offeredTo(api.ctx, memberId))];
  if (!asked) throw notFound();
  await decide(api.ctx, { ...asked, approve });
  return c.json(await relationshipTo(api, asked.memberId));
};

/** Requests to follow oneself; for managers, to join as well. */
export function requestRoutes(app: Web): void {
  app.get("/api/v1/follow_requests", forMembers("read:follows"), async (c) => {
    const api = await apiOf(c);
    const [people, members, elsewhere] = await Promise.all([asking(api), waiting(api), offeredTo(api.ctx)]);
    const asked = [...members, ...elsewhere].map(({ memberId }) => memberId);
    const ids = new Set([...people.map(({ id }) => id), ...asked]);
    return c.json(await accountList(api, [...ids]));
  });
  app.post("/api/v1/follow_requests/:id/authorize", forMembers("write:follows"), decision(true));
  app.post("/api/v1/follow_requests/:id/reject", forMembers("write:follows"), decision(false));
}
