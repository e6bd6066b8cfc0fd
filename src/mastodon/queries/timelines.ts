import { and, eq, isNull, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, discussion, membership, prepared, workspace } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { type Api, readerOf } from "../api.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";
import { hasMedia } from "./facets/media.ts";
import { boostIds, merged, ownHomeIds, ownPostIds, publicPostIds } from "./own-timelines.ts";

/** The newest of whatever the asker follows: workspaces and people; with their own posts and messages to them. */
export const homeIds = async (api: Api, paging: Paging): Promise<Id[]> =>
  merged(await Promise.all([followedIds(api, paging), ownHomeIds(api, paging)]), paging);

const reader = sql.placeholder("reader");
const limit = sql.placeholder("limit");
const near = alias(discussion, "near");
const inBounds = (id: SQLWrapper): SQL =>
  sql`${id} > ${sql.placeholder("low")} and ${id} < ${sql.placeholder("high")}`;

/**
 * What workspaces pass on, in either direction. As many workspaces as there are places on the page, those with the nearest
 * at hand, and as many of each: nothing beyond can be on it, so nothing beyond is looked at.
 */
const followed = (upwards: boolean) =>
  prepared(`followed discussions ${upwards ? "upwards" : "downwards"}`, (db) => {
    const [order, nearest, furthest, within] = upwards
      ? [sql`asc`, sql`min`, sql`max`, sql`<=`]
      : [sql`desc`, sql`max`, sql`min`, sql`>=`];
    const of = (workspaceId: SQLWrapper) =>
      sql`from ${discussion} as ${sql.identifier("near")} where ${near.workspaceId} = ${workspaceId} and ${inBounds(near.boostId)}`;
    const first = sql<number>`(select ${nearest}(${near.boostId}) ${of(membership.workspaceId)})`;
    const places = db
      .select({ id: membership.workspaceId, first: first.as("first") })
      .from(membership)
      .where(
        and(eq(membership.actorId, reader), eq(membership.state, "active"), eq(membership.followed, true)),
      )
      .orderBy(sql`2 ${order} nulls last`)
      .limit(limit as unknown as number)
      .as("places");
    const last = sql`(select ${furthest}(edge.id) from (select ${near.boostId} as id ${of(places.id)}
      order by ${near.boostId} ${order} limit ${limit}) as edge)`;
    return db
      .select({ id: discussion.boostId })
      .from(places)
      .innerJoin(discussion, eq(discussion.workspaceId, places.id))
      .where(sql`${inBounds(discussion.boostId)} and ${discussion.boostId} ${within} ${last}`)
      .orderBy(sql`${discussion.boostId} ${order}`)
      .limit(limit as unknown as number);
  });

const home = { up: followed(true), down: followed(false) };

/** The newest discussions of the workspaces that the asker follows, as these pass them on. */
async function followedIds(api: Api, paging: Paging): Promise<Id[]> {
  const rows = await home[paging.min === null ? "down" : "up"](api.ctx.store, {
    reader: readerOf(api),
    low: Math.max(paging.since ?? 0, paging.min ?? 0),
    high: paging.max ?? Number.MAX_SAFE_INTEGER,
    limit: paging.limit,
  });
  return newestFirst(rows, paging).map(({ id }) => id);
}

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
