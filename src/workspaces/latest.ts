import { and, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, discussion, membership, prepared, readMark } from "../../db/index.ts";
import { pictureHref } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { inLists } from "./in-lists.ts";

/** Who started a discussion, and who wrote in it last. */
export const starter = alias(actor, "starter");
export const lastWriter = alias(actor, "last_writer");

/** Columns of a discussion in a list. Join `content`, `starter`, `lastWriter`, `membership` and `readMark`. */
export const listedColumns = {
  id: discussion.contentId,
  title: content.title,
  form: discussion.form,
  comments: discussion.comments,
  lastActivity: discussion.lastActivity,
  lastActorId: discussion.lastActorId,
  pinned: discussion.pinned,
  locked: discussion.locked,
  deleted: content.deleted,
  refused: content.refused,
  authorId: content.authorId,
  starterName: starter.name,
  starterGone: starter.gone,
  pictureId: starter.pictureId,
  pictureUrl: starter.pictureUrl,
  lastName: lastWriter.name,
  lastGone: lastWriter.gone,
  joined: membership.decided,
  seen: readMark.seen,
};

type Form = (typeof discussion.$inferSelect)["form"];

export interface ListedRow {
  id: Id;
  title: string | null;
  form: Form;
  comments: number;
  lastActivity: Date;
  lastActorId: Id | null;
  pinned: Date | null;
  locked: Date | null;
  deleted: Date | null;
  refused: string | null;
  authorId: Id;
  starterName: string;
  starterGone: Date | null;
  pictureId: Id | null;
  pictureUrl: string | null;
  lastName: string | null;
  lastGone: Date | null;
  joined: Date | null;
  seen: Date | null;
}

/** A discussion as lists show it. */
export interface Listed {
  id: Id;
  href: string;
  title: string;
  /** What kind of thing is discussed. */
  form: Form;
  comments: number;
  lastActivity: Date;
  starter: { name: string; picture: string | null };
  lastName: string;
  pinned: boolean;
  locked: boolean;
  unread: boolean;
}

export const formerMember = "Former member";

export const discussionHref = (workspaceSlug: string, id: Id): string =>
  `/workspaces/${workspaceSlug}/discussions/${id}`;

/** Address of a post: of a discussion, or of a comment within its discussion. */
export const postHref = (workspaceSlug: string, { id, rootId }: { id: Id; rootId: Id }): string =>
  discussionHref(workspaceSlug, rootId) + (id === rootId ? "" : `?comment=${id}#comment-${id}`);

/** What moved since one read it (or since one joined), by somebody else. */
export function isUnread(
  row: Pick<ListedRow, "lastActivity" | "lastActorId" | "joined" | "seen">,
  readerId: Id | null,
): boolean {
  const since = row.seen ?? row.joined;
  return since !== null && row.lastActivity > since && row.lastActorId !== readerId;
}

export function listed(row: ListedRow, workspaceSlug: string, readerId: Id | null): Listed {
  const starterName = row.starterGone ? formerMember : row.starterName;
  return {
    id: row.id,
    href: discussionHref(workspaceSlug, row.id),
    title: row.title || "Untitled",
    form: row.form,
    comments: row.comments,
    lastActivity: row.lastActivity,
    starter: { name: starterName, picture: row.starterGone ? null : pictureHref(row) },
    lastName: row.lastGone ? formerMember : (row.lastName ?? starterName),
    pinned: row.pinned !== null,
    locked: row.locked !== null,
    unread: isUnread(row, readerId),
  };
}

const latestQuery = prepared("latest in workspace", (db) =>
  db
    .select(listedColumns)
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .innerJoin(starter, eq(starter.id, content.authorId))
    .leftJoin(lastWriter, eq(lastWriter.id, discussion.lastActorId))
    .leftJoin(
      membership,
      and(
        eq(membership.workspaceId, discussion.workspaceId),
        eq(membership.actorId, sql.placeholder("reader")),
        eq(membership.state, "active"),
      ),
    )
    .leftJoin(
      readMark,
      and(eq(readMark.personId, sql.placeholder("reader")), eq(readMark.discussionId, discussion.contentId)),
    )
    .where(and(eq(discussion.workspaceId, sql.placeholder("workspace")), inLists(sql.placeholder("reader"))))
    .orderBy(desc(discussion.lastActivity), desc(discussion.contentId))
    .limit(5),
);

/** The five discussions that moved last. Ask before whether the visitor may read the workspace. */
export async function latestIn(
  ctx: Context,
  { id, slug, mayRead }: { id: Id; slug: string; mayRead: boolean },
): Promise<Listed[]> {
  if (!mayRead) return [];
  const reader = ctx.actor?.id ?? 0;
  const rows = await latestQuery(ctx.store, { workspace: id, reader });
  return rows.map((row) => listed(row, slug, reader));
}
