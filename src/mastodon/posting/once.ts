import { and, eq, isNull, lt } from "drizzle-orm";
import { sentOnce } from "../../../db/index.ts";
import { type Context, signedIn } from "../../context.ts";
import type { Id } from "../../core/id.ts";
import { Refusal } from "../../core/refusal.ts";
import { hidden } from "../../people/index.ts";

const hour = 60 * 60_000;

/**
 * Posts once, however often an app sends it with the same key within an hour: it does where no answer came.
 *
 * @throws {Refusal} `conflict` while the first of them is being written; and what `post` throws
 */
export async function once(ctx: Context, key: string | undefined, post: () => Promise<Id>): Promise<Id> {
  if (!key) return post();
  const { id: personId } = signedIn(ctx);
  const hashed = hidden(key);
  const mine = and(eq(sentOnce.personId, personId), eq(sentOnce.key, hashed));
  const before = await ctx.store.transaction(async (tx) => {
    const created = ctx.clock();
    await tx.delete(sentOnce).where(lt(sentOnce.created, new Date(created.getTime() - hour)));
    const begun = await tx
      .insert(sentOnce)
      .values({ personId, key: hashed, created })
      .onConflictDoNothing()
      .returning({ key: sentOnce.key });
    if (begun.length > 0) return null;
    const [row] = await tx.select().from(sentOnce).where(mine);
    return row ?? null;
  });
  if (before?.contentId) return before.contentId;
  if (before) throw new Refusal("conflict", "This post is being sent already.");
  try {
    const contentId = await post();
    await ctx.store.transaction(async (tx) => {
      await tx.update(sentOnce).set({ contentId }).where(mine);
    });
    return contentId;
  } catch (error) {
    await ctx.store.transaction(async (tx) => {
      await tx.delete(sentOnce).where(and(mine, isNull(sentOnce.contentId)));
    });
    throw error;
  }
}
