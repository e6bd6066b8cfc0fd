import { forMembers } from "../../apps/index.ts";
import { type Id, parseId } from "../../core/id.ts";
import { parameters, type Request, type Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { pagingOf } from "../paging.ts";
import { reschedule, scheduled, scheduledById, scheduledPosts, unschedule } from "../scheduled/operations.ts";
import { answer } from "./timelines.ts";

const idOf = (c: Request): Id | null => parseId(c.req.param("id"));

/** Posts that wait for their time. */
export function scheduledRoutes(app: Web): void {
  const path = "/api/v1/scheduled_statuses";
  const read = forMembers("read:statuses");
  const writes = forMembers("write:statuses");
  app.get(path, read, async (c) => {
    const paging = pagingOf(c);
    const api = await apiOf(c);
    const rows = await scheduledPosts(api, paging);
    const [first, last] = [rows[0]?.id ?? null, rows.at(-1)?.id ?? null];
    const items = await Promise.all(rows.map((row) => scheduled(api, row)));
    return answer(c, { items, first, last, more: rows.length === paging.limit });
  });
  app.get(`${path}/:id`, read, async (c) => {
    const api = await apiOf(c);
    return c.json(await scheduled(api, await scheduledById(api, idOf(c))));
  });
  app.put(`${path}/:id`, writes, async (c) => {
    const { scheduled_at: when } = await parameters(c);
    const api = await apiOf(c);
    return c.json(await scheduled(api, await reschedule(api, idOf(c), when)));
  });
  app.delete(`${path}/:id`, writes, async (c) => {
    await unschedule(await apiOf(c), idOf(c));
    return c.json({});
  });
}
