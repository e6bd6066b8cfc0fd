import { eq } from "drizzle-orm";
import { content } from "../../db/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { isShown, postFor } from "../forums/index.ts";
import { ownPostFor } from "../posts/index.ts";

/**
 * A post that the acting one may read, in a workspace or of somebody's own.
 *
 * @throws {Refusal} `not found` where there is none, where it was deleted or hidden, and where they may not read it
 */
export async function readablePost(
  ctx: Context,
  db: Reader,
  id: Id,
): Promise<{ id: Id; rootId: Id; authorId: Id }> {
  const [row] = await db.select({ kind: content.kind }).from(content).where(eq(content.id, id));
  if (!row) throw notFound();
  if (row.kind === "post") {
    const own = await ownPostFor(ctx, db, id);
    if (own.deleted || own.hidden) throw notFound();
    return own;
  }
  const { post } = await postFor(ctx, db, id);
  if (post.deleted || post.hidden || !isShown(post, ctx.actor?.id ?? 0)) throw notFound();
  return post;
}
