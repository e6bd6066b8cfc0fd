import { eq, sql } from "drizzle-orm";
import { actor, prepared, workspace, type Reader, type Store } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";

export type ActorRow = typeof actor.$inferSelect;
export type WorkspaceRow = typeof workspace.$inferSelect;

const byId = prepared("actor by id", (db) =>
  db
    .select()
    .from(actor)
    .where(eq(actor.id, sql.placeholder("id"))),
);

export async function actorById(db: Reader | Store, id: Id): Promise<ActorRow | null> {
  const [row] = await byId(db, { id });
  return row ?? null;
}

const byIri = prepared("actor by address", (db) =>
  db
    .select()
    .from(actor)
    .where(eq(actor.iri, sql.placeholder("iri"))),
);

export async function actorByIri(db: Reader | Store, iri: string): Promise<ActorRow | null> {
  const [row] = await byIri(db, { iri });
  return row ?? null;
}

const workspaceQuery = prepared("workspace with its actor", (db) =>
  db
    .select()
    .from(workspace)
    .innerJoin(actor, eq(actor.id, workspace.actorId))
    .where(eq(workspace.actorId, sql.placeholder("id"))),
);

export async function workspaceById(
  db: Reader | Store,
  id: Id,
): Promise<(WorkspaceRow & { actor: ActorRow }) | null> {
  const [row] = await workspaceQuery(db, { id });
  return row ? { ...row.workspace, actor: row.actor } : null;
}
