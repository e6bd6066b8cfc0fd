import { and, asc, desc, eq, isNotNull, isNull, or, sql, type SQL } from "drizzle-orm";
import { content, discussion, membership, peer, readMark } from "../../db/index.ts";
import { post } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import {
  inLists,
  lastWriter,
  listed,
  type Listed,
  listedColumns,
  settledAs,
  starter,
  type WorkspaceHead,
} from "../workspaces/index.ts";
import type { Sort } from "./threads.ts";

/** A discussion in the forum's list. */
export interface ForumItem extends Listed {
  /** Job and organisation of who started it. */
  post: string | null;
  likes: number;
  waiting: boolean;
  refusal: string | null;
}

export interface ForumPage {
  pinned: ForumItem[];
  items: ForumItem[];
  sort: Sort;
  /** Where the next page begins; null on the last. */
  next: string | null;
  first: boolean;
}

// Made when it is asked for: this slice and that of workspaces wait for each other when the program starts.
const columns = () => ({
  ...listedColumns,
  job: starter.job,
  organisation: starter.organisation,
  starterLocal: starter.local,
  starterHost: starter.host,
  peerName: peer.name,
  likes: content.likes,
  accepted: content.accepted,
});

const pageSize = 30;
const mostPinned = 20;

/** Reads the place in the list that an address carries: the sorted value and the id, with a tilde between. */
function cursorOf(text: string | undefined): { value: number; id: Id } | null {
  const [, value, id] = /^(\d{1,15})~(\d{1,16})$/.exec(text ?? "") ?? [];
  return value && id ? { value: Number(value), id: Number(id) } : null;
}

function afterCursor(sort: Sort, { value, id }: { value: number; id: Id }): SQL | undefined {
  if (sort === "oldest") return sql`${content.id} > ${id}`;
  const [column, at] =
    sort === "liked"
      ? ([content.likes, value] as const)
      : ([discussion.lastActivity, sql.param(new Date(value), discussion.lastActivity)] as const);
  return or(sql`${column} < ${at}`, and(sql`${column} = ${at}`, sql`${content.id} < ${id}`));
}

const orders: Record<Sort, SQL[]> = {
  newest: [desc(discussion.lastActivity), desc(content.id)],
  oldest: [asc(content.id)],
  liked: [desc(content.likes), desc(content.id)],
};

/**
 * One page of a workspace's forum: the pinned first, of whatever form, then by newest activity, by age or by likes.
 * Ask before whether the visitor may read it (`head.mayRead`).
 */
export async function forumPage(
  ctx: Context,
  head: WorkspaceHead,
  ours: string,
  { sort, after }: { sort: Sort; after?: string },
): Promise<ForumPage> {
  const reader = ctx.actor?.id ?? 0;
  const cursor = cursorOf(after);
  const select = (condition: SQL | undefined, limit: number) =>
    ctx.store.db
      .select(columns())
      .from(discussion)
      .innerJoin(content, eq(content.id, discussion.contentId))
      .innerJoin(starter, eq(starter.id, content.authorId))
      .leftJoin(peer, eq(peer.host, starter.host))
      .leftJoin(lastWriter, eq(lastWriter.id, discussion.lastActorId))
      .leftJoin(
        membership,
        and(
          eq(membership.workspaceId, discussion.workspaceId),
          eq(membership.actorId, reader),
          eq(membership.state, "active"),
        ),
      )
      .leftJoin(readMark, and(eq(readMark.personId, reader), eq(readMark.discussionId, discussion.contentId)))
      .where(and(eq(discussion.workspaceId, head.id), inLists(reader), condition))
      .orderBy(...orders[sort])
      .limit(limit);
  const shape = (row: Awaited<ReturnType<typeof select>>[number]): ForumItem => {
    const organisation = row.organisation ?? (row.starterLocal ? ours : (row.peerName ?? row.starterHost));
    return {
      ...listed(row, head.slug, reader),
      post: row.starterGone ? null : post({ job: row.job, organisation }),
      likes: row.likes,
      waiting: settledAs(row).waiting,
      refusal: row.refused,
    };
  };
  const pinned = cursor ? [] : await select(isNotNull(discussion.pinned), mostPinned);
  const rows = await select(
    and(
      isNull(discussion.pinned),
      eq(discussion.form, "discussion"),
      cursor ? afterCursor(sort, cursor) : undefined,
    ),
    pageSize + 1,
  );
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined;
  return {
    pinned: pinned.map(shape),
    items: rows.slice(0, pageSize).map(shape),
    sort,
    next: last
      ? `${sort === "liked" ? last.likes : sort === "newest" ? last.lastActivity.getTime() : 0}~${last.id}`
      : null,
    first: cursor === null,
  };
}
