import { and, eq, isNull, sql } from "drizzle-orm";
import { actor } from "../../db/index.ts";
import { type Context, signedIn } from "../context.ts";
import { mentionsIn } from "../core/text.ts";

/** So many people who are not known yet are looked for, of those whom one text names. */
const most = 5;

/**
 * Looks for people elsewhere whom a text names and who are not known here yet, so that it reaches them. Whom nobody
 * finds is only a word of it.
 */
export async function findNamed(ctx: Context, source: string): Promise<void> {
  const author = signedIn(ctx);
  const elsewhere = mentionsIn(source).filter((name) => name.includes("@") && !name.endsWith(`@${ctx.host}`));
  let left = most;
  for (const name of elsewhere.slice(0, 50)) {
    const [handle = "", host = ""] = name.split("@");
    const [known] = await ctx.store.db
      .select({ id: actor.id })
      .from(actor)
      .where(and(eq(sql`lower(${actor.handle})`, handle), eq(actor.host, host), isNull(actor.gone)))
      .limit(1);
    if (known) continue;
    if (left-- === 0) return;
    await ctx.elsewhere.find(`@${name}`, author.id);
  }
}
