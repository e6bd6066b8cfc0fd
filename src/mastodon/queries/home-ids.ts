import { and, asc, desc, eq, isNull, ne, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  content,
  discussion,
  follow,
  membership,
  mention,
  nearestOf,
  prepared,
  reblog,
  type Reader,
} from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { type Api, readerOf } from "../api.ts";
import { newestFirst, type Paging } from "../paging.ts";
import type { Has } from "./reader-has.ts";

const near = alias(discussion, "near");
const nearPost = alias(content, "near_post");
const nearBoost = alias(reblog, "near_boost");
const parent = alias(content, "parent");
const theirs = alias(follow, "theirs");

const reader = sql.placeholder("reader");
const most = sql.placeholder("limit");
const limit = sql`${most}`;
const page = { low: sql`${sql.placeholder("low")}`, high: sql`${sql.placeholder("high")}`, limit };
const inBounds = (column: SQLWrapper): SQL => sql`${column} > ${page.low} and ${column} < ${page.high}`;

const from = (table: SQLWrapper, name: string): SQL => sql`from ${table} as ${sql.identifier(name)}`;

/** What workspaces pass on. */
const fromWorkspaces = (db: Reader, upwards: boolean): SQL =>
  nearestOf({
    places: sql`${db
      .select({ place: sql`${membership.workspaceId}`.as("place") })
      .from(membership)
      .where(
        and(eq(membership.actorId, reader), eq(membership.state, "active"), eq(membership.followed, true)),
      )}`,
    of: (place) => sql`${from(discussion, "near")} where ${near.workspaceId} = ${place}`,
    id: sql`${near.boostId}`,
    upwards,
    ...page,
  });

/** People one follows. Who belongs to a workspace follows it too, and it is asked above. */
const people = (db: Reader, boosting: boolean): SQL =>
  sql`${db
    .select({ place: sql`${follow.followedId}`.as("place") })
    .from(follow)
    .where(
      and(
        eq(follow.followerId, reader),
        eq(follow.ofPerson, true),
        ne(follow.followedId, reader),
        eq(follow.state, "accepted"),
        boosting ? eq(follow.reblogs, true) : undefined,
      ),
    )}`;

/**
 * What somebody writes, as it is shown at home: for all, and for followers; answers only to oneself, to themselves, or to
 * people one follows.
 */
function shownOf(place: SQL): SQL {
  const answered = sql`select 1 ${from(content, "parent")} where ${parent.id} = ${nearPost.parentId}
    and (${parent.authorId} = ${nearPost.authorId} or ${parent.authorId} = ${reader} or exists (select 1
    ${from(follow, "theirs")} where ${theirs.followerId} = ${reader} and ${theirs.followedId} = ${parent.authorId}
    and ${theirs.state} = 'accepted'))`;
  return sql`${from(content, "near_post")} where ${nearPost.authorId} = ${place} and ${nearPost.kind} = 'post'
    and ${nearPost.visibility} <> 'direct' and ${nearPost.deleted} is null and ${nearPost.hidden} is null
    and (${nearPost.parentId} is null or exists (${answered}))`;
}

const fromPeople = (db: Reader, upwards: boolean): SQL =>
  nearestOf({ places: people(db, false), of: shownOf, id: sql`${nearPost.id}`, upwards, ...page });

const boostsOfPeople = (db: Reader, upwards: boolean): SQL =>
  nearestOf({
    places: people(db, true),
    of: (place) => sql`${from(reblog, "near_boost")} where ${nearBoost.actorId} = ${place}`,
    id: sql`${nearBoost.id}`,
    upwards,
    ...page,
  });

const own = (db: Reader, upwards: boolean): SQL =>
  sql`${db
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
    .limit(most as unknown as number)}`;

const ownBoosts = (db: Reader, upwards: boolean): SQL =>
  sql`${db
    .select({ id: reblog.id })
    .from(reblog)
    .where(and(eq(reblog.actorId, reader), inBounds(reblog.id)))
    .orderBy(upwards ? asc(reblog.id) : desc(reblog.id))
    .limit(most as unknown as number)}`;

/** Messages of others, found by who is named in them. */
const toReader = (db: Reader, upwards: boolean): SQL =>
  sql`${db
    .select({ id: mention.contentId })
    .from(mention)
    .where(
      and(
        eq(mention.actorId, reader),
        eq(mention.direct, true),
        sql`exists (select 1 ${from(content, "near_post")} where ${nearPost.id} = ${mention.contentId} and ${nearPost.authorId} <> ${reader} and ${nearPost.deleted} is null)`,
        inBounds(mention.contentId),
      ),
    )
    .orderBy(upwards ? asc(mention.contentId) : desc(mention.contentId))
    .limit(most as unknown as number)}`;

const always = [fromWorkspaces, own, ownBoosts, toReader];

/** All of it in one statement. Nothing is in two of its parts. Who follows nobody is not asked what those wrote. */
const homeQuery = (upwards: boolean, following: boolean) =>
  prepared(`home ${upwards ? "upwards" : "downwards"}${following ? ", people too" : ""}`, (db) => {
    const asked = following ? [...always, fromPeople, boostsOfPeople] : always;
    const parts = asked.map(
      (part, n) => sql`select * from (${part(db, upwards)}) as ${sql.identifier(`part${n}`)}`,
    );
    return db
      .select({ id: sql<number>`one.id`.mapWith(Number) })
      .from(sql`(${sql.join(parts, sql` union all `)}) as one`)
      .orderBy(sql`one.id ${upwards ? sql`asc` : sql`desc`}`)
      .limit(most as unknown as number);
  });

const queries = (following: boolean) => ({
  up: homeQuery(true, following),
  down: homeQuery(false, following),
});
const home = { people: queries(true), nobody: queries(false) };

/** The newest of whatever the asker follows: workspaces and people; with their own posts and messages to them. */
export async function homeIds(api: Api, paging: Paging, { people }: Pick<Has, "people">): Promise<Id[]> {
  const rows = await home[people ? "people" : "nobody"][paging.min === null ? "down" : "up"](api.ctx.store, {
    reader: readerOf(api),
    low: Math.max(paging.since ?? 0, paging.min ?? 0),
    high: paging.max ?? Number.MAX_SAFE_INTEGER,
    limit: paging.limit,
  });
  return newestFirst(rows, paging).map(({ id }) => id);
}
