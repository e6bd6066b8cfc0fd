import { eq, getTableColumns, sql } from "drizzle-orm";
import { actor, prepared, workspace, type Reader, type Store } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";

export type ActorRow = typeof actor.$inferSelect;
/** What changes with each thing that is said in a workspace is left out: all else is read once for many of them. */
const { lastActivity: _, version: __, ...lasting } = getTableColumns(workspace);
export type WorkspaceRow = Omit<typeof workspace.$inferSelect, "lastActivity" | "version">;

const byId = prepared(
  "actor by id",
  (db) =>
    db
      .select()
      .from(actor)
      .where(eq(actor.id, sql.placeholder("id"))),
  true,
);

export async function actorById(db: Reader | Store, id: Id): Promise<ActorRow | null> {
  const [row] = await byId(db, { id });
  return row ?? null;
}

const byIri = prepared(
  "actor by address",
  (db) =>
    db
      .select()
      .from(actor)
      .where(eq(actor.iri, sql.placeholder("iri"))),
  true,
);

export async function actorByIri(db: Reader | Store, iri: string): Promise<ActorRow | null> {
  const [row] = await byIri(db, { iri });
  return row ?? null;
}

const workspaceQuery = prepared(
  "workspace with its actor",
  (db) =>
    db
      .select({ workspace: lasting, actor })
      .from(workspace)
      .innerJoin(actor, eq(actor.id, workspace.actorId))
      .where(eq(workspace.actorId, sql.placeholder("id"))),
  true,
);

export async function workspaceById(
  db: Reader | Store,
  id: Id,
): Promise<(WorkspaceRow & { actor: ActorRow }) | null> {
  const [row] = await workspaceQuery(db, { id });
  return row ? { ...row.workspace, actor: row.actor } : null;
}
