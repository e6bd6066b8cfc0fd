import { and, eq } from "drizzle-orm";
import { featuredTag, followedTag } from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import { tagName } from "../core/hashtags.ts";
import type { Id } from "../core/id.ts";
import { invalid, notFound, Refusal } from "../core/refusal.ts";

/** So many hashtags can be shown with a profile. */
export const mostFeatured = 10;
const mostFollowed = 500;

/** @throws {Refusal} `not found` for what is no hashtag */
export function nameIn(text: string | undefined): string {
  const name = tagName(text ?? "");
  if (!name) throw notFound();
  return name;
}

/** Puts the open discussions with a hashtag into one's home timeline in apps. Twice is once. */
export async function followTag(ctx: Context, name: string): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    if ((await tx.$count(followedTag, eq(followedTag.personId, personId))) >= mostFollowed)
      throw new Refusal("invalid", "You follow as many hashtags as one can.");
    await tx.insert(followedTag).values({ personId, name, created: ctx.clock() }).onConflictDoNothing();
  });
}

export async function unfollowTag(ctx: Context, name: string): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx.delete(followedTag).where(and(eq(followedTag.personId, personId), eq(followedTag.name, name)));
  });
}

export type Featured = typeof featuredTag.$inferSelect;

/**
 * Shows a hashtag with one's profile. Twice is once.
 *
 * @throws {Refusal} `invalid` for what is no hashtag, and for too many
 */
export async function featureTag(ctx: Context, text: string): Promise<Featured> {
  const { id: personId } = signedIn(ctx);
  const written = text.trim().replace(/^[#＃]/, "");
  const name = tagName(written);
  if (!name) throw invalid("name", "This is not a hashtag");
  return ctx.store.transaction(async (tx) => {
    const mine = eq(featuredTag.personId, personId);
    const [known] = await tx
      .select()
      .from(featuredTag)
      .where(and(mine, eq(featuredTag.name, name)));
    if (known) return known;
    if ((await tx.$count(featuredTag, mine)) >= mostFeatured)
      throw new Refusal("invalid", `You can show ${mostFeatured} hashtags. Take one away first.`);
    const values = { personId, name, written, created: ctx.clock() };
    const [made] = await tx.insert(featuredTag).values(values).returning();
    return made!;
  });
}

/** @throws {Refusal} `not found` for another's */
export async function unfeatureTag(ctx: Context, which: { id: Id } | { name: string }): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    const chosen = "id" in which ? eq(featuredTag.id, which.id) : eq(featuredTag.name, which.name);
    const gone = await tx
      .delete(featuredTag)
      .where(and(eq(featuredTag.personId, personId), chosen))
      .returning({ id: featuredTag.id });
    if (gone.length === 0 && "id" in which) throw notFound();
  });
}
