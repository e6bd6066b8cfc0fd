import { eq } from "drizzle-orm";
import { actor, workspace, type Reader } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";

export type ActorRow = typeof actor.$inferSelect;
export type WorkspaceRow = typeof workspace.$inferSelect;

export async function actorById(db: Reader, id: Id): Promise<ActorRow | null> {
  const [row] = await db.select().from(actor).where(eq(actor.id, id));
  return row ?? null;
}

export async function actorByIri(db: Reader, iri: string): Promise<ActorRow | null> {
  const [row] = await db.select().from(actor).where(eq(actor.iri, iri));
  return row ?? null;
}

export async function workspaceById(
  db: Reader,
  id: Id,
): Promise<(WorkspaceRow & { actor: ActorRow }) | null> {
  const [row] = await db
    .select()
    .from(workspace)
    .innerJoin(actor, eq(actor.id, workspace.actorId))
    .where(eq(workspace.actorId, id));
  return row ? { ...row.workspace, actor: row.actor } : null;
}
