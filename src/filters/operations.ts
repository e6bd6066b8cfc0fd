import { and, eq } from "drizzle-orm";
import { filter, filterKeyword, filterStatus } from "../../db/index.ts";
import { change, type Context, signedIn, type Writer } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { readablePost } from "../shelves/index.ts";
import {
  type FilterChangeInput,
  filterChangeInput,
  type FilterInput,
  filterInput,
  type KeywordInput,
  keywordInput,
  mostKeywords,
} from "./input.ts";

const mostFilters = 100;
const mostPosts = 500;

const endOf = (at: Date, seconds: number | null): Date | null =>
  seconds === null ? null : new Date(at.getTime() + seconds * 1000);

/** @throws {Refusal} `invalid` for more than a hundred */
export async function makeFilter(ctx: Context, input: FilterInput): Promise<Id> {
  const { id: personId } = signedIn(ctx);
  const { lasts, keywords, ...made } = filterInput.parse(input);
  return change(ctx, async ({ tx, at }) => {
    if ((await tx.$count(filter, eq(filter.personId, personId))) >= mostFilters)
      throw new Refusal("invalid", `You have ${mostFilters} filters, the most there can be.`);
    const [row] = await tx
      .insert(filter)
      .values({ personId, ...made, ends: endOf(at, lasts), created: at })
      .returning({ id: filter.id });
    await changeKeywords(tx, row!.id, keywords);
    return row!.id;
  });
}

async function own(ctx: Context, tx: Writer, id: Id): Promise<void> {
  const [found] = await tx
    .select({ id: filter.id })
    .from(filter)
    .where(and(eq(filter.id, id), eq(filter.personId, signedIn(ctx).id)));
  if (!found) throw notFound();
}

/** @throws {Refusal} `not found` for another's, also for words of another's */
export async function changeFilter(ctx: Context, id: Id, input: FilterChangeInput): Promise<void> {
  const { lasts, keywords, ...changed } = filterChangeInput.parse(input);
  await change(ctx, async ({ tx, at }) => {
    await own(ctx, tx, id);
    await tx
      .update(filter)
      .set({ id, ...changed, ...(lasts === undefined ? {} : { ends: endOf(at, lasts) }) })
      .where(eq(filter.id, id));
    await changeKeywords(tx, id, keywords);
  });
}

type KeywordChanges = ReturnType<typeof filterChangeInput.parse>["keywords"];

async function changeKeywords(tx: Writer, filterId: Id, changes: KeywordChanges): Promise<void> {
  for (const { id, keyword, wholeWord, remove } of changes) {
    if (id === undefined) {
      if (!remove && keyword !== undefined)
        await tx.insert(filterKeyword).values({ filterId, keyword, wholeWord: wholeWord ?? true });
      continue;
    }
    const one = and(eq(filterKeyword.id, id), eq(filterKeyword.filterId, filterId));
    const done = remove
      ? await tx.delete(filterKeyword).where(one).returning({ id: filterKeyword.id })
      : await tx
          .update(filterKeyword)
          .set({ id, keyword, wholeWord })
          .where(one)
          .returning({ id: filterKeyword.id });
    if (done.length === 0) throw notFound();
  }
  if ((await tx.$count(filterKeyword, eq(filterKeyword.filterId, filterId))) > mostKeywords)
    throw new Refusal("invalid", `A filter can have ${mostKeywords} words at most.`);
}

/** @throws {Refusal} `not found` for another's */
export async function deleteFilter(ctx: Context, id: Id): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    await own(ctx, tx, id);
    await tx.delete(filter).where(eq(filter.id, id));
  });
}

/** @throws {Refusal} `not found` for another's filter */
export async function addKeyword(ctx: Context, filterId: Id, input: KeywordInput): Promise<Id> {
  const { keyword, wholeWord } = keywordInput.parse(input);
  return ctx.store.transaction(async (tx) => {
    await own(ctx, tx, filterId);
    if ((await tx.$count(filterKeyword, eq(filterKeyword.filterId, filterId))) >= mostKeywords)
      throw new Refusal("invalid", `A filter can have ${mostKeywords} words at most.`);
    const [row] = await tx
      .insert(filterKeyword)
      .values({ filterId, keyword, wholeWord })
      .returning({ id: filterKeyword.id });
    return row!.id;
  });
}

/**
 * Leaves a post out by itself, whatever its words.
 *
 * @throws {Refusal} `not found` for another's filter, and where one may not read the post
 */
export async function addFilteredPost(ctx: Context, filterId: Id, contentId: Id): Promise<Id> {
  return ctx.store.transaction(async (tx) => {
    await own(ctx, tx, filterId);
    await readablePost(ctx, tx, contentId);
    if ((await tx.$count(filterStatus, eq(filterStatus.filterId, filterId))) >= mostPosts)
      throw new Refusal("invalid", `A filter can have ${mostPosts} posts at most.`);
    await tx.insert(filterStatus).values({ filterId, contentId }).onConflictDoNothing();
    const [row] = await tx
      .select({ id: filterStatus.id })
      .from(filterStatus)
      .where(and(eq(filterStatus.filterId, filterId), eq(filterStatus.contentId, contentId)));
    return row!.id;
  });
}

/** @throws {Refusal} `not found` for another's filter */
export async function removeFilteredPost(ctx: Context, filterId: Id, entryId: Id): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    await own(ctx, tx, filterId);
    await tx
      .delete(filterStatus)
      .where(and(eq(filterStatus.id, entryId), eq(filterStatus.filterId, filterId)));
  });
}
