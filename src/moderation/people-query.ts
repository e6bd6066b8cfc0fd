import { and, eq } from "drizzle-orm";
import { content, membership } from "../../db/index.ts";
import { card, cardRow, type Card } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";

/**
 * Somebody who belongs or belonged to a workspace, or wrote in it. For its managers: ask before.
 *
 * @throws {Refusal} `not found` for anybody else
 */
export async function knownIn(ctx: Context, workspaceId: Id, actorId: Id, ours: string): Promise<Card> {
  const { db } = ctx.store;
  const belongs = and(eq(membership.workspaceId, workspaceId), eq(membership.actorId, actorId));
  const wrote = and(eq(content.workspaceId, workspaceId), eq(content.authorId, actorId));
  const known = (await db.$count(membership, belongs)) + (await db.$count(content, wrote)) > 0;
  const row = known ? await cardRow(db, actorId) : null;
  if (!row || row.kind !== "person") throw notFound();
  return card(row, ours);
}
