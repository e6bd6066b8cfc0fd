import { and, eq, isNull, or, sql } from "drizzle-orm";
import { actor, content, discussion, membership, workspace } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { type Api, readerOf } from "../api.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";
import { hasMedia } from "./facets/media.ts";
import { boostIds, merged, ownPostIds, publicPostIds } from "./own-timelines.ts";

/** The discussions of one workspace, as it passes them on. */
export async function workspaceIds(
  { ctx }: Api,
  workspaceId: Id,
  paging: Paging,
  { pinned = false, media = false } = {},
): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: discussion.boostId })
    .from(discussion)
    .where(
      and(
        eq(discussion.workspaceId, workspaceId),
        pinned ? sql`${discussion.pinned} is not null` : undefined,
        media ? hasMedia(ctx.store.db, discussion.contentId) : undefined,
        between(discussion.boostId, paging),
      ),
    )
    .orderBy(direction(discussion.boostId, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** What somebody wrote where the asker may read, and what they passed on. */
export async function writtenIds(
  api: Api,
  authorId: Id,
  paging: Paging,
  { withReplies = true, withBoosts = true, media = false } = {},
): Promise<Id[]> {
  return merged(
    await Promise.all([
      placedIds(api, authorId, paging, { discussionsOnly: !withReplies, media }),
      ownPostIds(api, authorId, paging, { withReplies, media }),
      withBoosts && !media ? boostIds(api, authorId, paging) : [],
    ]),
    paging,
  );
}

/** What somebody wrote in workspaces where the asker may read. */
async function placedIds(
  api: Api,
  authorId: Id,
  paging: Paging,
  { discussionsOnly, media }: { discussionsOnly: boolean; media: boolean },
): Promise<Id[]> {
  const rows = await api.ctx.store.db
    .select({ id: content.id })
    .from(content)
    .innerJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, content.workspaceId), eq(membership.actorId, readerOf(api))),
    )
    .where(
      and(
        eq(content.authorId, authorId),
        isNull(content.deleted),
        isNull(content.hidden),
        or(eq(workspace.level, "open"), eq(membership.state, "active")),
        discussionsOnly ? eq(content.kind, "discussion") : undefined,
        media ? hasMedia(api.ctx.store.db, content.id) : undefined,
        between(content.id, paging),
      ),
    )
    .orderBy(direction(content.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** What everybody may read: `local` of this organisation, `remote` of others. */
export const publicIds = async (
  api: Api,
  paging: Paging,
  where: "local" | "remote" | "all",
  media = false,
): Promise<Id[]> =>
  merged(
    await Promise.all([openIds(api, paging, where, media), publicPostIds(api, paging, where, media)]),
    paging,
  );

/** The discussions of open workspaces. */
async function openIds(
  { ctx }: Api,
  paging: Paging,
  where: "local" | "remote" | "all",
  media: boolean,
): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: discussion.contentId })
    .from(discussion)
    .innerJoin(workspace, eq(workspace.actorId, discussion.workspaceId))
    .innerJoin(actor, eq(actor.id, discussion.workspaceId))
    .where(
      and(
        eq(workspace.level, "open"),
        where === "all" ? undefined : eq(actor.local, where === "local"),
        media ? hasMedia(ctx.store.db, discussion.contentId) : undefined,
        between(discussion.contentId, paging),
      ),
    )
    .orderBy(direction(discussion.contentId, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}
