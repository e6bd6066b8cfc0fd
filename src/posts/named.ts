import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { actor, mention, type Reader } from "../../db/index.ts";
import { slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { mentionsIn } from "../core/text.ts";
import { write } from "../forums/index.ts";

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

/**
 * A message that names nobody would look sent, and reach nobody.
 *
 * @throws {Refusal} `invalid` where the text names nobody who is known besides its author
 */
export async function mustNameSomebody(ctx: Context, source: string): Promise<void> {
  const author = signedIn(ctx);
  await findNamed(ctx, source);
  const { mentioned } = await write(ctx, ctx.store.db, source);
  if (mentioned.some((id) => id !== author.id)) return;
  const text = "Name who it is for with @ and their name, such as @priya-nair";
  throw new Refusal("invalid", text, { problems: [{ field: "source", text }] });
}

/** Who is named in a post. */
export async function namedIn(db: Reader, contentId: Id): Promise<Id[]> {
  const rows = await db.select({ id: mention.actorId }).from(mention).where(eq(mention.contentId, contentId));
  return rows.map(({ id }) => id);
}

/** As addresses of pages name people. */
export async function slugsOf({ store }: Context, ids: Id[]): Promise<Map<Id, string>> {
  const rows = await store.db
    .select({ id: actor.id, handle: actor.handle, host: actor.host, local: actor.local })
    .from(actor)
    .where(inArray(actor.id, ids));
  return new Map(rows.map((row) => [row.id, slug(row)]));
}
