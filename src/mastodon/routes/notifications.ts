import { forMembers } from "../../apps/index.ts";
import { parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { forget } from "../../notifications/index.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { type Api, apiOf } from "../api.ts";
import { shownKinds } from "../entities/notification.ts";
import { list } from "../input.ts";
import { fill, linkPages, pagingOf } from "../paging.ts";
import { markersOf } from "../queries/markers.ts";
import {
  grouped,
  idsOfGroup,
  notificationById,
  notificationIds,
  notificationsById,
  unreadCount,
  type Wanted,
  wantedKinds,
} from "../queries/notifications.ts";
import { answer } from "./timelines.ts";

async function wanted(c: Request): Promise<Wanted> {
  const { types, exclude_types: excluded, account_id: accountId } = await parameters(c);
  return {
    kinds: wantedKinds(list(types), list(excluded)),
    accountId: typeof accountId === "string" ? (parseId(accountId) ?? 0) : null,
  };
}

const page = async (c: Request, api: Api) => {
  const which = await wanted(c);
  return fill(
    pagingOf(c, { usual: 40, most: 80 }),
    (paging) => notificationIds(api, which, paging),
    (ids) => notificationsById(api, ids),
  );
};

async function count(c: Request) {
  const api = await apiOf(c);
  const { notifications } = await markersOf(api);
  const most = Math.min(Math.max(Number(c.req.query("limit")) || 100, 1), 1000);
  return c.json({ count: await unreadCount(api, await wanted(c), Number(notifications.last_read_id), most) });
}

/** What one is told, one by one and in groups. */
export function notificationRoutes(app: Web): void {
  const read = forMembers("read:notifications");
  const write = forMembers("write:notifications");

  app.get("/api/v1/notifications", read, async (c) => {
    const api = await apiOf(c);
    return answer(c, await page(c, api));
  });

  const clear = async (c: Request) => {
    await forget((await apiOf(c)).ctx, { kinds: shownKinds });
    return c.json({});
  };
  app.post("/api/v1/notifications/clear", write, clear);
  app.post("/api/v2/notifications/clear", write, clear);
  app.get("/api/v1/notifications/unread_count", read, count);
  app.get("/api/v2/notifications/unread_count", read, count);

  app.get("/api/v1/notifications/:id", read, async (c) =>
    c.json(await notificationById(await apiOf(c), parseId(c.req.param("id")))),
  );

  app.post("/api/v1/notifications/:id/dismiss", write, async (c) => {
    const api = await apiOf(c);
    const { id } = await notificationById(api, parseId(c.req.param("id")));
    await forget(api.ctx, { id: Number(id) });
    return c.json({});
  });

  app.get("/api/v2/notifications", read, async (c) => {
    const api = await apiOf(c);
    const { items, ...links } = await page(c, api);
    linkPages(c, links);
    const accounts = new Map(items.map(({ account }) => [account.id, account]));
    const statuses = new Map(items.flatMap(({ status }) => (status ? [[status.id, status]] : [])));
    return c.json({
      accounts: [...accounts.values()],
      statuses: [...statuses.values()],
      notification_groups: grouped(items),
    });
  });

  const ofGroup = async (c: Request, api: Api) => {
    const items = await notificationsById(api, await idsOfGroup(api, c.req.param("key") ?? ""));
    if (items.length === 0) throw notFound();
    return items;
  };

  app.get("/api/v2/notifications/:key", read, async (c) => {
    const items = await ofGroup(c, await apiOf(c));
    return c.json({
      accounts: [...new Map(items.map(({ account }) => [account.id, account])).values()],
      statuses: items[0]?.status ? [items[0].status] : [],
      notification_groups: grouped(items),
    });
  });

  app.get("/api/v2/notifications/:key/accounts", read, async (c) => {
    const items = await ofGroup(c, await apiOf(c));
    return c.json([...new Map(items.map(({ account }) => [account.id, account])).values()]);
  });

  app.post("/api/v2/notifications/:key/dismiss", write, async (c) => {
    const api = await apiOf(c);
    for (const { id } of await ofGroup(c, api)) await forget(api.ctx, { id: Number(id) });
    return c.json({});
  });
}
