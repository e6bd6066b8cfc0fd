import { and, eq, inArray } from "drizzle-orm";
import { listEntry, personalList } from "../../db/index.ts";
import { change, type Context, signedIn, type Writer } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { knownTo } from "../relations/index.ts";
import { type ListChangeInput, listChangeInput, type ListInput, listInput } from "./input.ts";

const mostLists = 50;
const mostInList = 500;

export interface OwnList {
  id: Id;
  title: string;
  replies: "list" | "followed" | "none";
  exclusive: boolean;
}

/** @throws {Refusal} `invalid` for more than fifty */
export async function makeList(ctx: Context, input: ListInput): Promise<Id> {
  const { id: personId } = signedIn(ctx);
  const made = listInput.parse(input);
  return change(ctx, async ({ tx, at }) => {
    if ((await tx.$count(personalList, eq(personalList.personId, personId))) >= mostLists)
      throw new Refusal("invalid", `You have ${mostLists} lists, the most there can be.`);
    const id = newId(at);
    await tx.insert(personalList).values({ id, personId, created: at, ...made });
    return id;
  });
}

async function own(ctx: Context, tx: Writer, id: Id): Promise<void> {
  const [found] = await tx
    .select({ id: personalList.id })
    .from(personalList)
    .where(and(eq(personalList.id, id), eq(personalList.personId, signedIn(ctx).id)));
  if (!found) throw notFound();
}

/** @throws {Refusal} `not found` for another's */
export async function changeList(ctx: Context, id: Id, input: ListChangeInput): Promise<void> {
  const { title, replies, exclusive } = listChangeInput.parse(input);
  await ctx.store.transaction(async (tx) => {
    await own(ctx, tx, id);
    await tx.update(personalList).set({ id, title, replies, exclusive }).where(eq(personalList.id, id));
  });
}

/** @throws {Refusal} `not found` for another's */
export async function deleteList(ctx: Context, id: Id): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    await own(ctx, tx, id);
    await tx.delete(personalList).where(eq(personalList.id, id));
  });
}

/**
 * Puts people and workspaces into a list of one's own.
 *
 * @throws {Refusal} `not found` for another's list, and where one of them may not be known; `invalid` for too many
 */
export async function addToList(ctx: Context, id: Id, accountIds: readonly Id[]): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    await own(ctx, tx, id);
    for (const accountId of new Set(accountIds)) {
      await knownTo(ctx, tx, accountId);
      await tx.insert(listEntry).values({ listId: id, accountId }).onConflictDoNothing();
    }
    if ((await tx.$count(listEntry, eq(listEntry.listId, id))) > mostInList)
      throw new Refusal("invalid", `A list can have ${mostInList} people and workspaces at most.`);
  });
}

/** @throws {Refusal} `not found` for another's list */
export async function removeFromList(ctx: Context, id: Id, accountIds: readonly Id[]): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    await own(ctx, tx, id);
    if (accountIds.length === 0) return;
    await tx
      .delete(listEntry)
      .where(and(eq(listEntry.listId, id), inArray(listEntry.accountId, [...accountIds])));
  });
}
