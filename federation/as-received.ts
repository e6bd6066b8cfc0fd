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
  return { iri, type: typeOf(deps, iri, row.body), body: row.body };
}

const typeOf = (deps: Deps, iri: string, body: string): string =>
  String(documentIn(deps.store, { iri, body }).type);

const placeQuery = prepared("place of post, with what arrived", (db) =>
  db
    .select({ iri: content.iri, workspaceId: actor.id, local: actor.local, body: inbox.body })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.workspaceId))
    .leftJoin(inbox, eq(inbox.iri, sql.placeholder("activityIri")))
    .where(eq(content.id, sql.placeholder("id"))),
);

/** An act of somebody elsewhere on a post in a workspace of ours: passed on as it came. Elsewhere its home does that. */
export async function asItCame(
  deps: Deps,
  happened: Happened,
  contentId: Id,
  by: ActorRow,
): Promise<Translated | null> {
  const { activityIri } = happened.data as { activityIri?: string };
  if (!activityIri) return null;
  const [found] = await placeQuery(deps.store, { id: contentId, activityIri });
  if (!found?.local) return null;
  const { iri, workspaceId, body } = found;
  const placed = { workspaceId, announcedBy: workspaceId, by };
  if (body !== null)
    return {
      ...placed,
      objectIri: iri,
      raw: { iri: activityIri, type: typeOf(deps, activityIri, body), body },
    };
  // Fetched for the sake of a reply to it: its own activity did not come. Its address is passed on.
  const isPost = happened.kind === "discussion.opened" || happened.kind === "comment.added";
  return isPost ? { ...placed, raw: { iri, type: "Object", body: JSON.stringify(iri) } } : null;
}
