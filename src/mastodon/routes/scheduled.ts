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
    const rows = await scheduledPosts(await apiOf(c), paging);
    const [first, last] = [rows[0]?.id ?? null, rows.at(-1)?.id ?? null];
    return answer(c, { items: rows.map(scheduled), first, last, more: rows.length === paging.limit });
  });
  app.get(`${path}/:id`, read, async (c) => c.json(scheduled(await scheduledById(await apiOf(c), idOf(c)))));
  app.put(`${path}/:id`, writes, async (c) => {
    const { scheduled_at: when } = await parameters(c);
    return c.json(scheduled(await reschedule(await apiOf(c), idOf(c), when)));
  });
  app.delete(`${path}/:id`, writes, async (c) => {
    await unschedule(await apiOf(c), idOf(c));
    return c.json({});
  });
}
