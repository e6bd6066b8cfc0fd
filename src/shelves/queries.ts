import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { bookmark, listEntry, personalList, prepared, profilePin } from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { OwnList } from "./lists.ts";

/** Those of some posts that the reader saved. */
export async function savedAmong({ store, actor }: Context, ids: readonly Id[]): Promise<Set<Id>> {
  if (!actor || ids.length === 0) return new Set();
  const rows = await store.db
    .select({ id: bookmark.contentId })
    .from(bookmark)
    .where(and(eq(bookmark.personId, actor.id), inArray(bookmark.contentId, [...ids])));
  return new Set(rows.map(({ id }) => id));
}

/** Those of some posts that the reader, their author, pinned on the profile. */
export async function pinnedAmong({ store, actor }: Context, ids: readonly Id[]): Promise<Set<Id>> {
  if (!actor || ids.length === 0) return new Set();
  const rows = await store.db
    .select({ id: profilePin.contentId })
    .from(profilePin)
    .where(and(eq(profilePin.personId, actor.id), inArray(profilePin.contentId, [...ids])));
  return new Set(rows.map(({ id }) => id));
}

const columns = {
  id: personalList.id,
  title: personalList.title,
  replies: personalList.replies,
  exclusive: personalList.exclusive,
};

/** A member's own lists, in the order in which they made them; `holding`: those that an account is in. */
export async function listsOf(ctx: Context, { holding }: { holding?: Id } = {}): Promise<OwnList[]> {
  const { id: personId } = signedIn(ctx);
  const { db } = ctx.store;
  const those = db
    .select({ id: listEntry.listId })
    .from(listEntry)
    .where(eq(listEntry.accountId, holding ?? 0));
  return db
    .select(columns)
    .from(personalList)
    .where(
      and(
        eq(personalList.personId, personId),
        holding === undefined ? undefined : inArray(personalList.id, those),
      ),
    )
    .orderBy(personalList.id);
}

/** One of them; null for another's and for none. */
export async function listById(ctx: Context, id: Id): Promise<OwnList | null> {
  const { id: personId } = signedIn(ctx);
  const [found] = await ctx.store.db
    .select(columns)
    .from(personalList)
    .where(and(eq(personalList.id, id), eq(personalList.personId, personId)));
  return found ?? null;
}

/** Who is in a list. Ask before whose it is. */
export async function entriesOf(ctx: Context, listId: Id): Promise<Id[]> {
  const rows = await ctx.store.db
    .select({ id: listEntry.accountId })
    .from(listEntry)
    .where(eq(listEntry.listId, listId))
    .orderBy(desc(listEntry.accountId));
  return rows.map(({ id }) => id);
}

const exclusiveQuery = prepared("accounts in exclusive lists", (db) =>
  db
    .select({ id: listEntry.accountId })
    .from(personalList)
    .innerJoin(listEntry, eq(listEntry.listId, personalList.id))
    .where(and(eq(personalList.personId, sql.placeholder("reader")), eq(personalList.exclusive, true))),
);

/** Who is in a list of the reader's that keeps them out of the home timeline. */
export async function keptFromHome({ store, actor }: Context): Promise<Set<Id>> {
  if (!actor) return new Set();
  const rows = await exclusiveQuery(store, { reader: actor.id });
  return new Set(rows.map(({ id }) => id));
}
