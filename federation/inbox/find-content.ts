import { eq, inArray } from "drizzle-orm";
import { actor, content } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import type { Deps } from "../deps.ts";

export interface KnownContent {
  id: Id;
  iri: string;
  kind: "discussion" | "comment";
  workspaceId: Id;
  authorId: Id;
  rootId: Id;
  deleted: Date | null;
  accepted: Date | null;
  /** Called back from here, and only its place kept. */
  purged: boolean;
}

const columns = {
  id: content.id,
  iri: content.iri,
  kind: content.kind,
  workspaceId: content.workspaceId,
  authorId: content.authorId,
  rootId: content.rootId,
  deleted: content.deleted,
  accepted: content.accepted,
  purged: content.purged,
};

/** What stands in a workspace. A post of somebody's own is not found by this. */
export async function contentByIri(deps: Deps, iri: string): Promise<KnownContent | null> {
  const [row] = await deps.store.db.select(columns).from(content).where(eq(content.iri, iri));
  if (!row || row.workspaceId === null || row.kind === "post") return null;
  return { ...row, workspaceId: row.workspaceId, kind: row.kind };
}

/** The first of the addresses that is a workspace living here. */
export async function workspaceAmong(deps: Deps, iris: string[]): Promise<Id | null> {
  const ours = iris.filter((iri) => iri.startsWith(`${deps.env.origin}/`)).slice(0, 50);
  if (ours.length === 0) return null;
  const rows = await deps.store.db
    .select({ id: actor.id, iri: actor.iri, kind: actor.kind, local: actor.local })
    .from(actor)
    .where(inArray(actor.iri, ours));
  const groups = rows.filter((row) => row.kind === "group" && row.local);
  return ours.flatMap((iri) => groups.filter((row) => row.iri === iri))[0]?.id ?? null;
}
