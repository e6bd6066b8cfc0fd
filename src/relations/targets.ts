import { eq } from "drizzle-orm";
import { actor } from "../../db/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { mayKnow, standing } from "../workspaces/index.ts";

/**
 * Somebody, or a workspace that the acting one may know of.
 *
 * @throws {Refusal} `not found`
 */
export async function knownTo(ctx: Context, db: Reader, id: Id): Promise<{ kind: "person" | "group" }> {
  const [row] = await db.select({ kind: actor.kind, gone: actor.gone }).from(actor).where(eq(actor.id, id));
  if (!row || row.gone || row.kind === "application") throw notFound();
  if (row.kind === "group" && !mayKnow(await standing(db, id, ctx.actor?.id ?? null))) throw notFound();
  return { kind: row.kind };
}
