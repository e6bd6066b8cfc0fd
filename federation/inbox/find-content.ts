import { and, eq, inArray, isNotNull, or, sql } from "drizzle-orm";
import { actor, content, discussionMove, prepared } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import { actorById, type ActorRow } from "../actors/rows.ts";
import { sameOrigin, withoutNote } from "../addresses.ts";
import { resolveActor } from "../remote/actors.ts";
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

const iriQuery = prepared("content by address", (db) =>
  db
    .select(columns)
    .from(content)
    .where(eq(content.iri, sql.placeholder("iri"))),
);

/**
 * What is here under an address, also under that of its note: what stands in a workspace, `"own"` for a post of somebody's
 * own, or nothing.
 */
export async function anyByIri(deps: Deps, iri: string): Promise<KnownContent | "own" | null> {
  const [exact] = await iriQuery(deps.store, { iri });
  const other = withoutNote(iri);
  const [row] = exact || other === iri ? [exact] : await iriQuery(deps.store, { iri: other });
  if (!row) return null;
  if (row.workspaceId === null || row.kind === "post") return "own";
  return { ...row, workspaceId: row.workspaceId, kind: row.kind };
}

/** What stands in a workspace. A post of somebody's own is not found by this. */
export async function contentByIri(deps: Deps, iri: string): Promise<KnownContent | null> {
  const found = await anyByIri(deps, iri);
  return found === "own" ? null : found;
}

/**
 * Whether a workspace elsewhere, which passes something on, may speak for what stands in another: both live at one server.
 * What was done just before a discussion was moved is passed on by the new workspace before anybody hears of the move.
 */
export async function speaksFor(deps: Deps, group: ActorRow, workspaceId: Id | null): Promise<boolean> {
  if (workspaceId === group.id) return true;
  const stands = workspaceId === null ? null : await actorById(deps.store.db, workspaceId);
  return !!stands && !stands.local && !group.local && sameOrigin(stands.iri, group.iri);
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

/**
 * Whether a post stands in a workspace because its discussion was moved there: what was said before names the old one for
 * ever.
 */
export async function cameAlong(
  deps: Deps,
  post: { id: string; context: string | null; inReplyTo: string | null; audience: string[] },
  workspaceId: Id,
): Promise<boolean> {
  if (post.audience.length > 0 && (await wasCalled(deps, post.audience, workspaceId))) return true;
  const parent = post.inReplyTo ? await contentByIri(deps, post.inReplyTo) : null;
  const [root] =
    parent?.workspaceId === workspaceId
      ? await deps.store.db.select({ iri: content.iri }).from(content).where(eq(content.id, parent.rootId))
      : [];
  const [moved] = await deps.store.db
    .select({ id: discussionMove.id })
    .from(discussionMove)
    .where(
      and(
        eq(discussionMove.toId, workspaceId),
        isNotNull(discussionMove.released),
        isNotNull(discussionMove.taken),
        or(
          inArray(discussionMove.rootIri, [post.id, ...(root ? [root.iri] : [])]),
          post.context ? eq(discussionMove.context, post.context) : undefined,
        ),
      ),
    )
    .limit(1);
  return !!moved;
}

/** Whether one of the addresses is what the workspace was before it moved house: the old one says so too. */
async function wasCalled(deps: Deps, iris: string[], workspaceId: Id): Promise<boolean> {
  const [now] = await deps.store.db
    .select({ iri: actor.iri, alsoKnownAs: actor.alsoKnownAs })
    .from(actor)
    .where(eq(actor.id, workspaceId));
  const before = iris.filter((iri) => now?.alsoKnownAs?.includes(iri));
  if (!now || before.length === 0) return false;
  // Who joins later has never met the old one.
  for (const iri of before) await resolveActor(deps, iri);
  const said = await deps.store.db
    .select({ movedTo: actor.movedTo })
    .from(actor)
    .where(inArray(actor.iri, before));
  return said.some(({ movedTo }) => movedTo === now.iri);
}
