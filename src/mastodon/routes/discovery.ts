import { and, desc, eq, inArray, isNull, ne, notExists, sql } from "drizzle-orm";
import { actor, follow, membership, person, workspace } from "../../../db/index.ts";
import { forAnyone, forMembers } from "../../apps/index.ts";
import type { Request, Web } from "../../web/index.ts";
import { type Api, apiOf, date, readerOf } from "../api.ts";
import { timeOfId } from "../../core/id.ts";
import { accountList } from "../queries/accounts.ts";

const number = (text: string | undefined, usual: number, most: number): number => {
  const value = Number(text ?? usual);
  return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : usual;
};

/** Workspaces that one could join, those with news first; then colleagues whom one does not follow. */
async function suggested(api: Api, limit: number) {
  const { db } = api.ctx.store;
  const reader = readerOf(api);
  const workspaces = await db
    .select({ id: workspace.actorId })
    .from(workspace)
    .innerJoin(actor, eq(actor.id, workspace.actorId))
    .leftJoin(membership, and(eq(membership.workspaceId, workspace.actorId), eq(membership.actorId, reader)))
    .where(and(inArray(workspace.level, ["open", "restricted"]), isNull(actor.gone), isNull(membership.id)))
    .orderBy(desc(sql`coalesce(${workspace.lastActivity}, ${workspace.created})`), desc(workspace.actorId))
    .limit(limit);
  const followed = db
    .select({ one: sql`1` })
    .from(follow)
    .where(and(eq(follow.followerId, reader), eq(follow.followedId, person.actorId)));
  const colleagues = await db
    .select({ id: person.actorId })
    .from(person)
    .where(and(eq(person.state, "active"), ne(person.actorId, reader), notExists(followed)))
    .orderBy(desc(person.actorId))
    .limit(limit);
  const ids = [...workspaces, ...colleagues].map(({ id }) => id).slice(0, limit);
  return accountList(api, ids);
}

/** Colleagues, for members: whoever was here last, or came last, first. */
async function directory(c: Request, api: Api) {
  if (!api.ctx.actor) return [];
  const order =
    c.req.query("order") === "new" ? person.created : sql`coalesce(${person.lastSeen}, ${person.created})`;
  const rows = await api.ctx.store.db
    .select({ id: person.actorId })
    .from(person)
    .where(eq(person.state, "active"))
    .orderBy(desc(order), desc(person.actorId))
    .limit(number(c.req.query("limit"), 40, 80))
    .offset(number(c.req.query("offset"), 0, 10_000));
  return accountList(
    api,
    rows.map(({ id }) => id),
  );
}

/** Whom one might want to know, and what the instance says of itself at length. */
export function discoveryRoutes(app: Web): void {
  const members = forMembers("read:accounts");
  app.get("/api/v1/suggestions", members, async (c) =>
    c.json(await suggested(await apiOf(c), number(c.req.query("limit"), 40, 80))),
  );
  app.get("/api/v2/suggestions", members, async (c) => {
    const found = await suggested(await apiOf(c), number(c.req.query("limit"), 40, 80));
    return c.json(
      found.map((account) => ({
        source: account.group ? "global" : "past_interactions",
        sources: [account.group ? "most_interactions" : "friends_of_friends"],
        account,
      })),
    );
  });
  app.get("/api/v1/directory", forAnyone("read:accounts"), async (c) =>
    c.json(await directory(c, await apiOf(c))),
  );
  // Nobody quotes here.
  app.get("/api/v1/statuses/:id/quotes", forAnyone("read:statuses"), (c) => c.json([]));

  const link = (api: Api, path: string, words: string) =>
    `<p><a href="${api.ctx.origin}${path}">${words}</a></p>`;
  const since = async (api: Api) => {
    const [first] = await api.ctx.store.db.select({ id: actor.id }).from(actor).orderBy(actor.id).limit(1);
    return timeOfId(first?.id ?? 0);
  };
  app.get("/api/v1/instance/extended_description", async (c) => {
    const api = await apiOf(c);
    return c.json({
      updated_at: date(await since(api)),
      content: link(api, "/help", "What this is, and how it works"),
    });
  });
  app.get("/api/v1/instance/privacy_policy", async (c) => {
    const api = await apiOf(c);
    return c.json({ updated_at: date(await since(api)), content: link(api, "/privacy", "Privacy") });
  });
  app.get("/api/v1/instance/terms_of_service", async (c) => {
    const api = await apiOf(c);
    const day = date(await since(api)).slice(0, 10);
    const content = link(api, "/terms", "Terms of use");
    return c.json({ effective_date: day, effective: true, content, succeeded_by: null });
  });
}
