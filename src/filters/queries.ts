import { and, asc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { filter, filterKeyword, filterStatus, prepared } from "../../db/index.ts";
import { type Context, type Reader, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { Filter } from "./rules.ts";

const anyQuery = prepared("filters of reader", (db) =>
  db
    .select({ id: filter.id })
    .from(filter)
    .where(eq(filter.personId, sql.placeholder("reader")))
    .limit(1),
);

async function withParts(db: Reader, rows: (typeof filter.$inferSelect)[]): Promise<Filter[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [keywords, posts] = await Promise.all([
    db
      .select()
      .from(filterKeyword)
      .where(inArray(filterKeyword.filterId, ids))
      .orderBy(asc(filterKeyword.id)),
    db.select().from(filterStatus).where(inArray(filterStatus.filterId, ids)).orderBy(asc(filterStatus.id)),
  ]);
  return rows.map(({ id, title, contexts, action, ends }) => ({
    id,
    title,
    contexts,
    action,
    ends,
    keywords: keywords.filter(({ filterId }) => filterId === id),
    posts: posts.filter(({ filterId }) => filterId === id),
  }));
}

/** All filters of a member, also those whose time is over, in the order in which they made them. */
export async function filtersOf(ctx: Context): Promise<Filter[]> {
  const { id: personId } = signedIn(ctx);
  const { db } = ctx.store;
  const rows = await db.select().from(filter).where(eq(filter.personId, personId)).orderBy(asc(filter.id));
  return withParts(db, rows);
}

/** Those that hold now. */
export async function activeFilters(ctx: Context): Promise<Filter[]> {
  if (!ctx.actor) return [];
  const personId = ctx.actor.id;
  const [any] = await anyQuery(ctx.store, { reader: personId });
  if (!any) return [];
  const { db } = ctx.store;
  const rows = await db
    .select()
    .from(filter)
    .where(and(eq(filter.personId, personId), or(isNull(filter.ends), gt(filter.ends, ctx.clock()))))
    .orderBy(asc(filter.id));
  return withParts(db, rows);
}

/** One of a member's filters; null for another's and for none. */
export async function filterById(ctx: Context, id: Id): Promise<Filter | null> {
  const { id: personId } = signedIn(ctx);
  const { db } = ctx.store;
  const rows = await db
    .select()
    .from(filter)
    .where(and(eq(filter.id, id), eq(filter.personId, personId)));
  return (await withParts(db, rows))[0] ?? null;
}

/** The filter of a member that one of their words, or one of their posts, belongs to. */
export async function filterHolding(
  ctx: Context,
  part: { keywordId: Id } | { entryId: Id },
): Promise<Filter | null> {
  const { db } = ctx.store;
  const [row] =
    "keywordId" in part
      ? await db
          .select({ id: filterKeyword.filterId })
          .from(filterKeyword)
          .where(eq(filterKeyword.id, part.keywordId))
      : await db
          .select({ id: filterStatus.filterId })
          .from(filterStatus)
          .where(eq(filterStatus.id, part.entryId));
  return row ? filterById(ctx, row.id) : null;
}
