import { current } from "../../src/organisations/index.ts";
import type { Id } from "../../src/core/id.ts";
import type { Deps } from "../deps.ts";
import { applicationDocument, groupDocument, type Json, personDocument } from "./documents.ts";
import { actorById, workspaceById } from "./rows.ts";

/** What an actor of ours says of itself on the wire; null where there is none, or it is gone. */
export async function documentOf(deps: Deps, id: Id): Promise<Json | null> {
  const row = await actorById(deps.store.db, id);
  if (!row?.local || row.gone) return null;
  const { origin } = deps.env;
  const keys = await deps.keys.of(id);
  if (row.kind === "application") return applicationDocument(origin, row, keys);
  if (row.kind === "person") {
    const instance = await current(deps.store);
    return personDocument(origin, row, instance?.name ?? row.host, keys);
  }
  const workspace = await workspaceById(deps.store.db, id);
  return workspace ? groupDocument(origin, row, workspace, keys) : null;
}
