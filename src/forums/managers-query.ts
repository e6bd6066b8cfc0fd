import { and, asc, eq, sql } from "drizzle-orm";
import { actor, membership, peer, prepared } from "../../db/index.ts";
import { card, cardColumns, peerOf, type Card } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";

const managersQuery = prepared("managers beside a forum", (db) =>
  db
    .select(cardColumns)
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .leftJoin(peer, peerOf)
    .where(
      and(
        eq(membership.workspaceId, sql.placeholder("workspace")),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
      ),
    )
    .orderBy(asc(membership.id))
    .limit(5),
);

/** The first five managers, for the column beside the forum. */
export async function managersOf(ctx: Context, workspaceId: Id, ours: string): Promise<Card[]> {
  const rows = await managersQuery(ctx.store, { workspace: workspaceId });
  return rows.map((row) => card(row, ours));
}
