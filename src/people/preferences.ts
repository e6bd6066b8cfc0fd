import { eq } from "drizzle-orm";
import { preference } from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import { type PreferencesInput, preferencesInput } from "./input.ts";

/** What a member's apps begin a post with. In a workspace it is the workspace that says who sees a post. */
export interface Preferences {
  visibility: "public" | "unlisted" | "private";
  sensitive: boolean;
  /** ISO 639-1. */
  language: string | null;
}

const usual: Preferences = { visibility: "public", sensitive: false, language: null };

export async function preferencesOf(ctx: Context): Promise<Preferences> {
  const { id } = signedIn(ctx);
  const [row] = await ctx.store.db.select().from(preference).where(eq(preference.personId, id));
  if (!row) return usual;
  const { visibility, sensitive, language } = row;
  return { visibility, sensitive, language };
}

/** Changes what is given, and leaves the rest. */
export async function setPreferences(ctx: Context, input: PreferencesInput): Promise<void> {
  const { id: personId } = signedIn(ctx);
  const given = preferencesInput.parse(input);
  await ctx.store.transaction(async (tx) => {
    await tx
      .insert(preference)
      .values({ personId, ...usual, ...given })
      .onConflictDoUpdate({ target: preference.personId, set: { personId, ...given } });
  });
}
