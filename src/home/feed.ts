import { and, desc, eq, gt, lt, lte, ne, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { content, discussion, membership, prepared, readMark, type Reader } from "../../db/index.ts";
import { pictureHref } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import { type Id, parseId } from "../core/id.ts";
import {
  discussionHref,
  formerMember,
  isUnread,
  lastWriter,
  type Listed,
  type MyWorkspace,
  starter,
} from "../workspaces/index.ts";

/** A discussion with where it stands, in a list over several workspaces. */
export interface FeedEntry extends Listed {
  workspace: { name: string; organisation: string; elsewhere: boolean };
}

export const feedSize = 25;

/** Where the next page of the feed begins. */
export interface Cursor {
  at: Date;
  id: Id;
}

export const writeCursor = ({ at, id }: Cursor): string => `${at.getTime()}-${id}`;

/** Reads a cursor from an address; nothing else passes. */
export function readCursor(text: string | undefined): Cursor | null {
  const [, time, id] = /^(\d{1,15})-(\d{1,16})$/.exec(text ?? "") ?? [];
  const known = parseId(id);
  const at = new Date(Number(time));
  return known && at < endOfTime ? { at, id: known } : null;
}

/** Later than anything, in words that both databases read. */
const endOfTime = new Date("9999-01-01T00:00:00Z");

const at = sql.param(sql.placeholder("at"), discussion.lastActivity);
const reader = sql.placeholder("reader");

/** Which discussions come next: only narrow rows are sorted, and what a page shows is joined to those it shows. */
function recent(db: Reader, onlyUnread: boolean) {
  const chosen = db
    .select({ id: discussion.contentId, moved: discussion.lastActivity })
    .from(membership)
    .innerJoin(discussion, eq(discussion.workspaceId, membership.workspaceId));
  const before = or(
    lt(discussion.lastActivity, at),
    and(eq(discussion.lastActivity, at), lt(discussion.contentId, sql.placeholder("id"))),
  );
  // The first bound is in the second, but the index understands only the first.
  const within = and(lte(discussion.lastActivity, at), before);
  // What its author alone may see is theirs, or dropped below.
  const there = or(eq(discussion.shown, true), eq(discussion.lastActorId, reader));
  const mine = and(eq(membership.actorId, reader), eq(membership.state, "active"), within, there);
  const newest = [desc(discussion.lastActivity), desc(discussion.contentId)] as const;
  if (!onlyUnread)
    return chosen
      .where(mine)
      .orderBy(...newest)
      .limit(feedSize + 1)
      .as("recent");
  return chosen
    .leftJoin(readMark, and(eq(readMark.personId, reader), eq(readMark.discussionId, discussion.contentId)))
    .where(
      and(
        mine,
        gt(discussion.lastActivity, sql`coalesce(${readMark.seen}, ${membership.decided})`),
        ne(discussion.lastActorId, reader),
      ),
    )
    .orderBy(...newest)
    .limit(feedSize + 1)
    .as("recent");
}

/** A name, unless they are gone. */
const nameOf = (who: { gone: SQLWrapper; name: SQLWrapper }) =>
  sql<string | null>`case when ${who.gone} is null then ${who.name} end`;
const flag = (condition: SQL) => sql<boolean>`${condition}`.mapWith(Boolean);

/**
 * Each value of a row costs more than the database takes to find it, and this page is opened most: so no more than
 * it shows, and the workspaces come from the list beside the feed.
 */
const feedColumns = {
  id: discussion.contentId,
  workspaceId: discussion.workspaceId,
  title: content.title,
  form: discussion.form,
  comments: discussion.comments,
  lastActivity: discussion.lastActivity,
  lastActorId: discussion.lastActorId,
  pinned: flag(sql`${discussion.pinned} is not null`),
  locked: flag(sql`${discussion.locked} is not null`),
  hidden: flag(
    sql`(${content.deleted} is not null or ${content.hidden} is not null or (${content.refused} is not null and ${content.authorId} <> ${reader}))`,
  ),
  starterName: nameOf(starter),
  pictureId: starter.pictureId,
  pictureUrl: starter.pictureUrl,
  lastName: nameOf(lastWriter),
  seen: readMark.seen,
};

const feedQuery = (name: string, onlyUnread: boolean) =>
  prepared(name, (db) => {
    const next = recent(db, onlyUnread);
    return db
      .select(feedColumns)
      .from(next)
      .innerJoin(discussion, eq(discussion.contentId, next.id))
      .innerJoin(content, eq(content.id, next.id))
      .innerJoin(starter, eq(starter.id, content.authorId))
      .leftJoin(lastWriter, eq(lastWriter.id, discussion.lastActorId))
      .leftJoin(readMark, and(eq(readMark.personId, reader), eq(readMark.discussionId, next.id)))
      .orderBy(desc(next.moved), desc(next.id));
  });

const feeds = { all: feedQuery("feed", false), unread: feedQuery("feed unread", true) };
type FeedRow = Awaited<ReturnType<typeof feeds.all>>[number];

function feedEntry(row: FeedRow, mine: Map<Id, MyWorkspace>, readerId: Id): FeedEntry[] {
  const within = mine.get(row.workspaceId);
  // Left a moment ago, between the two queries.
  if (row.hidden || !within) return [];
  const starterName = row.starterName ?? formerMember;
  return [
    {
      id: row.id,
      href: discussionHref(within.slug, row.id),
      title: row.title || "Untitled",
      form: row.form,
      comments: row.comments,
      lastActivity: row.lastActivity,
      starter: { name: starterName, picture: row.starterName === null ? null : pictureHref(row) },
      lastName: row.lastActorId === null ? starterName : (row.lastName ?? formerMember),
      pinned: row.pinned,
      locked: row.locked,
      unread: isUnread({ ...row, joined: within.joined }, readerId),
      workspace: within,
    },
  ];
}

/**
 * What is new in all of one's workspaces, here and elsewhere: the discussion that moved last first.
 *
 * @param workspaces one's own, which may still be on their way
 */
export async function feedOf(
  ctx: Context,
  workspaces: MyWorkspace[] | Promise<MyWorkspace[]>,
  { after, only }: { after: Cursor | null; only: "all" | "unread" },
): Promise<{ items: FeedEntry[]; older: Cursor | null }> {
  const { id: me } = signedIn(ctx);
  const from = after ?? { at: endOfTime, id: Number.MAX_SAFE_INTEGER };
  const rows = await feeds[only](ctx.store, { reader: me, ...from });
  const mine = new Map((await workspaces).map((one) => [one.id, one]));
  const shown = rows.slice(0, feedSize);
  const last = shown.at(-1);
  return {
    items: shown.flatMap((row) => feedEntry(row, mine, me)),
    older: last && rows.length > feedSize ? { at: last.lastActivity, id: last.id } : null,
  };
}
