import { and, eq, inArray } from "drizzle-orm";
import { actor, membership } from "../../../db/index.ts";
import { forAnyone, forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { notFound, Refusal } from "../../core/refusal.ts";
import type { Request, Web } from "../../web/index.ts";
import { type Api, apiOf, readerOf } from "../api.ts";
import { fill, type Found, linkPages, pagingOf } from "../paging.ts";
import { accountList } from "../queries/accounts.ts";
import { statusesById } from "../queries/statuses.ts";
import { homeIds, publicIds, workspaceIds } from "../queries/timelines.ts";

/** A page of a list, with the addresses of those before and after. */
export function answer<Item>(c: Request, { items, ...links }: Found<Item>) {
  linkPages(c, links);
  return c.json(items);
}

const yes = (text: string | undefined): boolean => text === "true" || text === "1";

/** Mastodon's List; ours are one for each membership, and follow it. */
const listOf = ({ id, name }: { id: number; name: string }) => ({
  id: String(id),
  title: name,
  replies_policy: "none",
  exclusive: false,
});

const myLists = (api: Api, id?: number) =>
  api.ctx.store.db
    .select({ id: membership.id, name: actor.name, workspaceId: membership.workspaceId })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .where(
      and(
        eq(membership.actorId, readerOf(api)),
        eq(membership.state, "active"),
        id === undefined ? undefined : inArray(membership.id, [id]),
      ),
    )
    .orderBy(membership.id);

async function listIn(c: Request, api: Api) {
  const id = parseId(c.req.param("id"));
  const [found] = id === null ? [] : await myLists(api, id);
  if (!found) throw notFound();
  return found;
}

/** Timelines, and the lists that have one. */
export function timelineRoutes(app: Web): void {
  app.get("/api/v1/timelines/home", forMembers("read:statuses"), async (c) => {
    const api = await apiOf(c);
    return answer(
      c,
      await fill(
        pagingOf(c),
        (paging) => homeIds(api, paging),
        (ids) => statusesById(api, ids),
      ),
    );
  });

  app.get("/api/v1/timelines/public", forAnyone("read:statuses"), async (c) => {
    const api = await apiOf(c);
    const where = yes(c.req.query("local")) ? "local" : yes(c.req.query("remote")) ? "remote" : "all";
    // No post has files yet.
    if (yes(c.req.query("only_media"))) return c.json([]);
    return answer(
      c,
      await fill(
        pagingOf(c),
        (paging) => publicIds(api, paging, where),
        (ids) => statusesById(api, ids),
      ),
    );
  });

  const reading = forMembers("read:lists");
  app.get("/api/v1/lists", reading, async (c) => c.json((await myLists(await apiOf(c))).map(listOf)));
  app.get("/api/v1/lists/:id", reading, async (c) => c.json(listOf(await listIn(c, await apiOf(c)))));
  app.get("/api/v1/lists/:id/accounts", reading, async (c) => {
    const api = await apiOf(c);
    return c.json(await accountList(api, [(await listIn(c, api)).workspaceId]));
  });
  app.get("/api/v1/timelines/list/:id", reading, async (c) => {
    const api = await apiOf(c);
    const { workspaceId } = await listIn(c, api);
    return answer(
      c,
      await fill(
        pagingOf(c),
        (paging) => workspaceIds(api, workspaceId, paging),
        (ids) => statusesById(api, ids),
      ),
    );
  });
  app.get("/api/v1/accounts/:id/lists", reading, async (c) => {
    const lists = await myLists(await apiOf(c));
    const id = parseId(c.req.param("id"));
    return c.json(lists.filter(({ workspaceId }) => workspaceId === id).map(listOf));
  });

  const readOnly = async (c: Request) => {
    await listIn(c, await apiOf(c));
    throw new Refusal(
      "invalid",
      "There is one list for each of your workspaces. It changes when you join or leave.",
    );
  };
  const writing = forMembers("write:lists");
  for (const path of ["/api/v1/lists/:id", "/api/v1/lists/:id/accounts"]) {
    app.put(path, writing, readOnly);
    app.post(path, writing, readOnly);
    app.delete(path, writing, readOnly);
  }
}
