import type { Context } from "../context.ts";
import { type Id, parseId } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import type { Web } from "../web/index.ts";
import { isOpenPost, mayReadPost, readableFacts } from "./access.ts";
import { readerInKey } from "./addresses.ts";
import { brought } from "./bring.ts";
import { fileById, type StoredFile } from "./queries.ts";
import { answerFile, isVariant, type Shown } from "./serve.ts";

/** How far a file is shown where this one reader asks; null where they may not see it. */
async function shownTo(ctx: Context, file: StoredFile, readerId: Id | null): Promise<Shown | null> {
  const { db } = ctx.store;
  if (file.contentId === null) return file.ownerId === readerId ? "to whoever asks" : null;
  const post = await readableFacts(db, file.contentId);
  if (!post) return null;
  if (await isOpenPost(db, post)) return "to everybody";
  return (await mayReadPost(db, post, readerId)) ? "to whoever asks" : null;
}

/** Files of posts, for those who may read the post; of one that was not posted yet, for its owner. */
export function routes(app: Web): void {
  app.get("/attachments/:id/:variant", async (c) => {
    const { ctx } = c.var;
    const variant = c.req.param("variant");
    const found = isVariant(variant) ? await fileById(ctx.store.db, parseId(c.req.param("id")) ?? 0) : null;
    if (!found || !isVariant(variant)) throw notFound();
    const keyed = readerInKey(found, c.req.query("key"), ctx.clock());
    const shown =
      (keyed !== null && (await shownTo(ctx, found, keyed)) && "to whoever has the address") ||
      (await shownTo(ctx, found, ctx.actor?.id ?? null));
    if (!shown) throw notFound();
    const file = await brought(ctx, found);
    if (!file) throw notFound();
    return answerFile(c, ctx, file, variant, shown);
  });
}
