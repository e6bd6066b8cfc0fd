import { and, eq, inArray, isNull, ne, notInArray, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { content, discussion, follow, listEntry, membership, workspace } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import type { OwnList } from "../../shelves/index.ts";
import { seenBy } from "../../visibility/index.ts";
import { type Api, readerOf } from "../api.ts";
import { between, direction, type Paging } from "../paging.ts";

const parent = alias(content, "parent");

/** Whose replies are in it: to oneself and to the list's owner always, else as the list has it. */
function replied(api: Api, { id, replies }: OwnList): SQL | undefined {
  const { db } = api.ctx.store;
  const me = readerOf(api);
  const inList = db.select({ id: listEntry.accountId }).from(listEntry).where(eq(listEntry.listId, id));
  const followed = db
    .select({ id: follow.followedId })
    .from(follow)
    .where(and(eq(follow.followerId, me), eq(follow.state, "accepted")));
  return or(
    isNull(content.parentId),
    isNull(parent.authorId),
    eq(parent.authorId, content.authorId),
    eq(parent.authorId, me),
    replies === "none" ? undefined : inArray(parent.authorId, inList),
    // Whoever belongs to a workspace follows what is said in it.
    replies === "followed"
      ? or(inArray(parent.authorId, followed), eq(membership.state, "active"))
      : undefined,
  );
}

/**
 * What is in a list of the asker's own: discussions of its workspaces, as these pass them on, and what its people write,
 * where the asker may read.
 */
export async function listTimelineIds(api: Api, list: OwnList, paging: Paging): Promise<Id[]> {
  const { db } = api.ctx.store;
  const entries = () =>
    db.select({ id: listEntry.accountId }).from(listEntry).where(eq(listEntry.listId, list.id));
  const mine = and(eq(membership.workspaceId, workspace.actorId), eq(membership.actorId, readerOf(api)));
  const inside = or(eq(workspace.level, "open"), eq(membership.state, "active"));
  const readable = and(isNull(content.hidden), or(inside, seenBy(db, readerOf(api))));
  const [passedOn, written] = await Promise.all([
    db
      .select({ id: discussion.boostId })
      .from(discussion)
      .innerJoin(workspace, eq(workspace.actorId, discussion.workspaceId))
      .leftJoin(membership, mine)
      .where(and(inArray(discussion.workspaceId, entries()), inside, between(discussion.boostId, paging)))
      .orderBy(direction(discussion.boostId, paging))
      .limit(paging.limit),
    db
      .select({ id: content.id })
      .from(content)
      .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
      .leftJoin(membership, mine)
      .leftJoin(parent, eq(parent.id, content.parentId))
      .where(
        and(
          inArray(content.authorId, entries()),
          isNull(content.deleted),
          or(
            // Its workspace passes it on already.
            and(readable, or(eq(content.kind, "comment"), notInArray(content.workspaceId, entries()))),
            and(eq(content.kind, "post"), ne(content.visibility, "direct"), seenBy(db, readerOf(api))),
          ),
          replied(api, list),
          between(content.id, paging),
        ),
      )
      .orderBy(direction(content.id, paging))
      .limit(paging.limit),
  ]);
  const upwards = paging.min !== null;
  const ids = [...passedOn, ...written].map(({ id }) => id).sort((a, b) => (upwards ? a - b : b - a));
  const page = ids.slice(0, paging.limit);
  return upwards ? page.reverse() : page;
}

/** Whether a post, or a boost of it, is in a list of the asker's own: by the same rules. */
export async function isInList(api: Api, list: OwnList, id: Id): Promise<boolean> {
  const found = await listTimelineIds(api, list, { max: id + 1, since: id - 1, min: null, limit: 1 });
  return found.includes(id);
}
