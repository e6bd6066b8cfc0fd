import { and, eq } from "drizzle-orm";
import { bookmark, profilePin } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { readablePost } from "./readable.ts";

/** How many a member can keep: more than anybody reads. */
const mostSaved = 20_000;
/** As Mastodon has it. */
export const mostPinned = 5;

/**
 * Saves a post for later. Nobody else learns of it.
 *
 * @throws {Refusal} `not found` where one may not read it
 */
export async function savePost(ctx: Context, contentId: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await change(ctx, async ({ tx, at }) => {
    await readablePost(ctx, tx, contentId);
    if ((await tx.$count(bookmark, eq(bookmark.personId, personId))) >= mostSaved)
      throw new Refusal("invalid", "You have saved as many posts as can be kept. Remove some first.");
    await tx
      .insert(bookmark)
      .values({ personId, contentId, created: at })
      .onConflictDoNothing({ target: [bookmark.personId, bookmark.contentId] });
  });
}

/** Saves it no longer: also what one may not read any more. */
export async function unsavePost(ctx: Context, contentId: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx.delete(bookmark).where(and(eq(bookmark.personId, personId), eq(bookmark.contentId, contentId)));
  });
}

/**
 * Puts a post of one's own first on one's profile in apps, or takes it from there. What a workspace pins is its own.
 *
 * @throws {Refusal} `not found`; `invalid` for another's post, and for more than five
 */
export async function pinPost(ctx: Context, contentId: Id, on: boolean): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await change(ctx, async ({ tx, at }) => {
    const mine = eq(profilePin.personId, personId);
    if (!on) {
      await tx.delete(profilePin).where(and(mine, eq(profilePin.contentId, contentId)));
      return;
    }
    const { authorId } = await readablePost(ctx, tx, contentId);
    if (authorId !== personId) throw new Refusal("invalid", "Somebody else's post cannot be pinned.");
    const [already] = await tx
      .select({ id: profilePin.id })
      .from(profilePin)
      .where(and(mine, eq(profilePin.contentId, contentId)));
    if (already) return;
    if ((await tx.$count(profilePin, mine)) >= mostPinned)
      throw new Refusal("invalid", `You have pinned ${mostPinned} posts, the most there can be.`);
    await tx.insert(profilePin).values({ personId, contentId, created: at });
  });
}
