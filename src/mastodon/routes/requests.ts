import { and, asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, membership } from "../../../db/index.ts";
import { forMembers } from "../../apps/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import type { Request, Web } from "../../web/index.ts";
import { decide } from "../../workspaces/index.ts";
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

/** Who asks one of several workspaces is listed once, and decided on one by one. */
const decision = (approve: boolean) => async (c: Request) => {
  const api = await apiOf(c);
  const memberId = parseId(c.req.param("id"));
  const [asked] = memberId === null ? [] : await waiting(api, memberId);
  if (!asked) throw notFound();
  await decide(api.ctx, { ...asked, approve });
  return c.json(await relationshipTo(api, asked.memberId));
};

/** Requests to join, for managers. */
export function requestRoutes(app: Web): void {
  app.get("/api/v1/follow_requests", forMembers("read:follows"), async (c) => {
    const api = await apiOf(c);
    const ids = new Set((await waiting(api)).map(({ memberId }) => memberId));
    return c.json(await accountList(api, [...ids]));
  });
  app.post("/api/v1/follow_requests/:id/authorize", forMembers("write:follows"), decision(true));
  app.post("/api/v1/follow_requests/:id/reject", forMembers("write:follows"), decision(false));
}
