import { and, asc, desc, eq, inArray, isNull, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, follow, mention, prepared, reblog, type Reader } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { seenBy } from "../../visibility/index.ts";
import { type Api, readerOf } from "../api.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";
import { hasMedia } from "./facets/media.ts";

const parent = alias(content, "parent");
const theirs = alias(follow, "theirs");
const near = alias(content, "near");
const nearBoost = alias(reblog, "near_boost");

const reader = sql.placeholder("reader");
const limit = sql.placeholder("limit");
const inBounds = (column: SQLWrapper): SQL =>
  sql`${column} > ${sql.placeholder("low")} and ${column} < ${sql.placeholder("high")}`;

/**
 * What is shown at home of what somebody writes: for all, and for followers; answers only to oneself, to themselves, or to
 * people one follows.
 */
const shownOf = (post: typeof content | typeof near): SQL => {
  const answered = sql`select 1 from ${content} as ${sql.identifier("parent")} where ${parent.id} = ${post.parentId}
    and (${parent.authorId} = ${post.authorId} or ${parent.authorId} = ${reader} or exists (select 1 from ${follow} as
    ${sql.identifier("theirs")} where ${theirs.followerId} = ${reader} and ${theirs.followedId} = ${parent.authorId}
    and ${theirs.state} = 'accepted'))`;
  return sql`${post.kind} = 'post' and ${post.visibility} <> 'direct' and ${post.deleted} is null
    and ${post.hidden} is null and (${post.parentId} is null or exists (${answered})) and ${inBounds(post.id)}`;
};

/**
 * So many by one author at most are on a page of the whole: what is beyond need not be sorted, however many one
 * follows and however much they write.
 */
function among(kind: "posts" | "boosts", upwards: boolean): SQL {
  const order = upwards ? sql`asc` : sql`desc`;
  const edge = upwards ? sql`max` : sql`min`;
  const than = upwards ? sql`<=` : sql`>=`;
  const [id, inside] =
    kind === "posts"
      ? [
          near.id,
          sql`${content} as ${sql.identifier("near")} where ${near.authorId} = ${follow.followedId} and ${shownOf(near)}`,
        ]
      : [
          nearBoost.id,
          sql`${reblog} as ${sql.identifier("near_boost")} where ${nearBoost.actorId} = ${follow.followedId} and ${inBounds(nearBoost.id)}`,
        ];
  return sql`${kind === "posts" ? content.id : reblog.id} ${than} (select ${edge}(edge.id) from (select ${id} as id
    from ${inside} order by ${id} ${order} limit ${limit}) as edge)`;
}

const fromFollowed = (db: Reader, upwards: boolean) =>
  db
    .select({ id: content.id })
    .from(follow)
    .innerJoin(content, eq(content.authorId, follow.followedId))
    .where(
      and(
        eq(follow.followerId, reader),
        eq(follow.state, "accepted"),
        shownOf(content),
        among("posts", upwards),
      ),
    )
    .orderBy(upwards ? asc(content.id) : desc(content.id))
    .limit(limit as unknown as number);

const boostsOfFollowed = (db: Reader, upwards: boolean) =>
  db
    .select({ id: reblog.id })
    .from(follow)
    .innerJoin(reblog, eq(reblog.actorId, follow.followedId))
    .where(
      and(
        eq(follow.followerId, reader),
        eq(follow.state, "accepted"),
        eq(follow.reblogs, true),
        inBounds(reblog.id),
        among("boosts", upwards),
      ),
    )
    .orderBy(upwards ? asc(reblog.id) : desc(reblog.id))
    .limit(limit as unknown as number);

const own = (db: Reader, upwards: boolean) =>
  db
    .select({ id: content.id })
    .from(content)
    .where(
      and(
        eq(content.authorId, reader),
        eq(content.kind, "post"),
        isNull(content.deleted),
        inBounds(content.id),
      ),
    )
    .orderBy(upwards ? asc(content.id) : desc(content.id))
    .limit(limit as unknown as number);

const ownBoosts = (db: Reader, upwards: boolean) =>
  db
    .select({ id: reblog.id })
    .from(reblog)
    .where(and(eq(reblog.actorId, reader), inBounds(reblog.id)))
    .orderBy(upwards ? asc(reblog.id) : desc(reblog.id))
    .limit(limit as unknown as number);

const toReader = (db: Reader, upwards: boolean) =>
  db
    .select({ id: content.id })
    .from(mention)
    .innerJoin(content, eq(content.id, mention.contentId))
    .where(
      and(
        eq(mention.actorId, reader),
        eq(content.visibility, "direct"),
        isNull(content.deleted),
        inBounds(mention.contentId),
      ),
    )
    .orderBy(upwards ? asc(mention.contentId) : desc(mention.contentId))
    .limit(limit as unknown as number);

/** All of it in one statement: most members follow only workspaces, and are not to wait for it. */
const homeQuery = (upwards: boolean) =>
  prepared(`own home ${upwards ? "upwards" : "downwards"}`, (db) => {
    const parts = [fromFollowed, boostsOfFollowed, own, ownBoosts, toReader].map((part, n) => {
      const one = part(db, upwards).as(`part${n}`);
      return sql`select id from ${one}`;
    });
    return db
      .select({ id: sql<number>`one.id`.mapWith(Number) })
      .from(sql`(${sql.join(parts, sql` union `)}) as one`)
      .orderBy(sql`one.id ${upwards ? sql`asc` : sql`desc`}`)
      .limit(limit as unknown as number);
  });

const home = { up: homeQuery(true), down: homeQuery(false) };

/** In the home timeline besides what workspaces pass on: people one follows, oneself, and messages to oneself. */
export async function ownHomeIds(api: Api, paging: Paging): Promise<Id[]> {
  const upwards = paging.min !== null;
  const rows = await home[upwards ? "up" : "down"](api.ctx.store, {
    reader: readerOf(api),
    low: Math.max(paging.since ?? 0, paging.min ?? 0),
    high: paging.max ?? Number.MAX_SAFE_INTEGER,
    limit: paging.limit,
  });
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** Ids of several lists as one, cut where the page ends. */
export function merged(lists: Id[][], paging: Paging): Id[] {
  const all = [...new Set(lists.flat())].sort((a, b) => b - a);
  return paging.min === null ? all.slice(0, paging.limit) : all.slice(-paging.limit);
}

/** Posts of people's own that everybody may read, answers left out. */
export async function publicPostIds(
  { ctx }: Api,
  paging: Paging,
  where: "local" | "remote" | "all",
  media = false,
): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: content.id })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .where(
      and(
        eq(content.visibility, "public"),
        isNull(content.parentId),
        isNull(content.deleted),
        isNull(content.hidden),
        where === "all" ? undefined : eq(actor.local, where === "local"),
        media ? hasMedia(ctx.store.db, content.id) : undefined,
        between(content.id, paging),
      ),
    )
    .orderBy(direction(content.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** What somebody wrote of their own, as far as the asker may see it; messages to some stand in conversations. */
export async function ownPostIds(
  { ctx }: Api,
  authorId: Id,
  paging: Paging,
  { withReplies = true, media = false } = {},
): Promise<Id[]> {
  const { db } = ctx.store;
  const rows = await db
    .select({ id: content.id })
    .from(content)
    .leftJoin(parent, eq(parent.id, content.parentId))
    .where(
      and(
        eq(content.authorId, authorId),
        eq(content.kind, "post"),
        inArray(content.visibility, ["public", "unlisted", "followers"]),
        isNull(content.deleted),
        seenBy(db, ctx.actor?.id ?? null),
        media ? hasMedia(db, content.id) : undefined,
        withReplies ? undefined : or(isNull(content.parentId), eq(parent.authorId, authorId)),
        between(content.id, paging),
      ),
    )
    .orderBy(direction(content.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** What somebody passed on. What the asker may not see of it is left out where it is loaded. */
export async function boostIds({ ctx }: Api, actorId: Id, paging: Paging): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: reblog.id })
    .from(reblog)
    .where(and(eq(reblog.actorId, actorId), between(reblog.id, paging)))
    .orderBy(direction(reblog.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}
