import { eq, sql } from "drizzle-orm";
import { actor, content, inbox, prepared } from "../db/index.ts";
import type { Id } from "../src/core/id.ts";
import type { ActorRow } from "./actors/rows.ts";
import type { Translated } from "./bridge.ts";
import type { Deps } from "./deps.ts";
import { documentIn } from "./inbox/read-before.ts";
import type { Happened } from "./sending.ts";

const bodyQuery = prepared("body of what arrived", (db) =>
  db
    .select({ body: inbox.body })
    .from(inbox)
    .where(eq(inbox.iri, sql.placeholder("iri"))),
);

/** The bytes of an activity as they arrived. */
export async function asReceived(
  deps: Deps,
  iri: string,
): Promise<{ iri: string; type: string; body: string } | null> {
  const [row] = await bodyQuery(deps.store, { iri });
  if (!row) return null;
  return { iri, type: String(documentIn(deps.store, { iri, body: row.body }).type), body: row.body };
}

const placeQuery = prepared("place of post", (db) =>
  db
    .select({ iri: content.iri, workspaceId: actor.id, local: actor.local })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.workspaceId))
    .where(eq(content.id, sql.placeholder("id"))),
);

/** An act of somebody elsewhere on a post in a workspace of ours: passed on as it came. Elsewhere its home does that. */
export async function asItCame(
  deps: Deps,
  happened: Happened,
  contentId: Id,
  by: ActorRow,
): Promise<Translated | null> {
  const [found] = await placeQuery(deps.store, { id: contentId });
  const { activityIri } = happened.data as { activityIri?: string };
  if (!found?.local || !activityIri) return null;
  const { iri, workspaceId } = found;
  const placed = { workspaceId, announcedBy: workspaceId, by };
  const raw = await asReceived(deps, activityIri);
  if (raw) return { ...placed, objectIri: iri, raw };
  // Fetched for the sake of a reply to it: its own activity did not come. Its address is passed on.
  const isPost = happened.kind === "discussion.opened" || happened.kind === "comment.added";
  return isPost ? { ...placed, raw: { iri, type: "Object", body: JSON.stringify(iri) } } : null;
}
