import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { actor, content, discussionMove, membership, peer, workspace } from "../../db/index.ts";
import { findBySlug, slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { type Level, mayRead, postHref, standingOf } from "../workspaces/index.ts";

/** A workspace to which one may move a discussion. */
export interface MoveTarget {
  id: Id;
  name: string;
  slug: string;
  level: Level;
  organisation: string;
  elsewhere: boolean;
}

/** The workspaces that one manages, but for the one in which it stands. */
export async function moveTargets(ctx: Context, fromId: Id, ours: string): Promise<MoveTarget[]> {
  const rows = await ctx.store.db
    .select({
      id: actor.id,
      name: actor.name,
      handle: actor.handle,
      host: actor.host,
      local: actor.local,
      level: workspace.level,
      peerName: peer.name,
    })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.workspaceId))
    .innerJoin(workspace, eq(workspace.actorId, actor.id))
    .leftJoin(peer, eq(peer.host, actor.host))
    .where(
      and(
        eq(membership.actorId, signedIn(ctx).id),
        eq(membership.role, "manager"),
        eq(membership.state, "active"),
        isNull(actor.gone),
        isNull(actor.movedTo),
      ),
    )
    .orderBy(asc(actor.name), asc(actor.id))
    .limit(200);
  return rows
    .filter(({ id }) => id !== fromId)
    .map((row) => ({
      id: row.id,
      name: row.name || row.handle,
      slug: slug(row),
      level: row.level,
      organisation: row.local ? ours : (row.peerName ?? row.host),
      elsewhere: !row.local,
    }));
}

/**
 * Where a post stands now that once stood in the workspace of an old address; null where it never did, and for whoever
 * may not read it there.
 */
export async function movedTo(
  ctx: Context,
  oldSlug: string,
  { discussionId, commentId }: { discussionId: Id; commentId: Id | null },
): Promise<string | null> {
  const fromId = await findBySlug(ctx, "group", oldSlug);
  if (fromId === null) return null;
  const [row] = await ctx.store.db
    .select({
      id: content.id,
      workspaceId: content.workspaceId,
      handle: actor.handle,
      host: actor.host,
      local: actor.local,
    })
    .from(discussionMove)
    .innerJoin(content, eq(content.iri, discussionMove.rootIri))
    .innerJoin(actor, eq(actor.id, content.workspaceId))
    .where(and(eq(discussionMove.fromId, fromId), eq(content.id, discussionId)))
    .orderBy(desc(discussionMove.id))
    .limit(1);
  if (!row || !mayRead(await standingOf(ctx.store, row.workspaceId ?? 0, ctx.actor?.id ?? null))) return null;
  return postHref(slug(row), { id: commentId ?? row.id, rootId: row.id });
}
