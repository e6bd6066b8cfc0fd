import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { content, discussion, type Store, workspace } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import type { Api } from "../api.ts";
import type { Status } from "../entities/status.ts";
import { statusesById } from "./statuses.ts";

const week = 7 * 24 * 60 * 60_000;
const calm = 10 * 60_000;
const most = 100;
const kept = new WeakMap<Store, { until: number; ids: Id[] }>();

/** The open discussions of the last days that were answered and found helpful most. Asked for anew every ten minutes. */
async function lately({ ctx: { store, clock } }: Api): Promise<Id[]> {
  const now = clock().getTime();
  const before = kept.get(store);
  if (before && before.until > now) return before.ids;
  const weight = sql`${content.likes} + ${discussion.comments}`;
  const rows = await store.db
    .select({ id: discussion.contentId })
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .innerJoin(workspace, eq(workspace.actorId, discussion.workspaceId))
    .where(
      and(
        gt(discussion.contentId, (now - week) * 4096),
        eq(discussion.shown, true),
        isNull(content.hidden),
        eq(workspace.level, "open"),
        sql`${weight} > 1`,
      ),
    )
    .orderBy(desc(weight), desc(discussion.contentId))
    .limit(most);
  const ids = rows.map(({ id }) => id);
  kept.set(store, { until: now + calm, ids });
  return ids;
}

/** What the asker may see of it: a workspace may have been closed meanwhile. */
export async function trendingStatuses(api: Api, limit: number, offset: number): Promise<Status[]> {
  const ids = await lately(api);
  const found = await statusesById(api, ids.slice(offset, offset + limit));
  return found.filter(({ visibility }) => visibility === "public");
}
