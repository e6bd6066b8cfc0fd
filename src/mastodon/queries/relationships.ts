import { and, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, follow, membership, workspace } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { mayKnow } from "../../workspaces/index.ts";
import { tiesTo } from "../../ties/index.ts";
import { type Api, readerOf } from "../api.ts";
import { relationship, type Relationship, tied } from "../entities/relationship.ts";
import { joining } from "./requests.ts";

const mine = alias(follow, "mine");
const theirs = alias(follow, "theirs");

/** How the asker stands to accounts, in the order of the ids. What is not there for them is left out. */
export async function relationshipsTo(api: Api, ids: Id[]): Promise<Relationship[]> {
  if (ids.length === 0) return [];
  const rows = await api.ctx.store.db
    .select({
      id: actor.id,
      kind: actor.kind,
      workspaceId: workspace.actorId,
      level: workspace.level,
      local: actor.local,
      managersPost: workspace.managersPost,
      role: membership.role,
      state: membership.state,
      followed: membership.followed,
      follows: mine.state,
      reblogs: mine.reblogs,
      notify: mine.notify,
      followedBy: theirs.state,
    })
    .from(actor)
    .leftJoin(workspace, eq(workspace.actorId, actor.id))
    .leftJoin(membership, and(eq(membership.workspaceId, actor.id), eq(membership.actorId, readerOf(api))))
    .leftJoin(mine, and(eq(mine.followedId, actor.id), eq(mine.followerId, readerOf(api))))
    .leftJoin(theirs, and(eq(theirs.followerId, actor.id), eq(theirs.followedId, readerOf(api))))
    .where(inArray(actor.id, ids));
  const ties = await tiesTo(api.ctx, ids);
  const asking = await joining(api);
  const found = new Map<Id, Relationship>();
  for (const {
    id,
    kind,
    workspaceId,
    level,
    managersPost,
    followed,
    follows,
    reblogs,
    notify,
    followedBy,
    ...rest
  } of rows) {
    if (kind === "application") continue;
    const standing =
      workspaceId === null || level === null
        ? null
        : { ...rest, workspaceId, level, managersPost: managersPost ?? false, followed: followed ?? false };
    if (kind === "group" && (!standing || !mayKnow(standing))) continue;
    const follow = { follows, reblogs: reblogs ?? false, notify: notify ?? false, followedBy };
    const shown = { ...relationship(String(id), standing, follow), ...tied(ties.get(id)) };
    // Apps offer to decide on a request to join only where it says so.
    found.set(id, asking.has(id) ? { ...shown, requested_by: true } : shown);
  }
  return [...new Set(ids)].flatMap((id) => found.get(id) ?? []);
}

/** @throws {Refusal} `not found` */
export async function relationshipTo(api: Api, id: Id): Promise<Relationship> {
  const [found] = await relationshipsTo(api, [id]);
  if (!found) throw notFound();
  return found;
}

/** Whether somebody blocked the asker. */
export async function isBlockedBy(api: Api, id: Id): Promise<boolean> {
  return (await tiesTo(api.ctx, [id])).get(id)?.blockedBy ?? false;
}
