import { and, asc, eq, inArray, ne, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { actor, content, discussion, like, peer, prepared, readMark, type Store } from "../../db/index.ts";
import { cardColumns, peerOf, type CardRow } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import type { Form } from "./forms.ts";
import { headOf, type WorkspaceHead } from "../workspaces/index.ts";

/** Words of a post; none of one that administrators hide here. */
export const shownHere = <T extends string | null>(column: SQLWrapper): SQL<T> =>
  sql<T>`case when ${content.hidden} is null then ${column} else '' end`;

type ContentKind = (typeof content.$inferSelect)["kind"];

const postColumns = {
  id: content.id,
  kind: content.kind,
  iri: content.iri,
  workspaceId: content.workspaceId,
  rootId: content.rootId,
  parentId: content.parentId,
  authorId: content.authorId,
  title: shownHere<string | null>(content.title),
  html: shownHere<string>(content.html),
  published: content.published,
  edited: content.edited,
  deleted: content.deleted,
  deletedById: content.deletedById,
  likes: content.likes,
  accepted: content.accepted,
  refused: content.refused,
  hidden: content.hidden,
  liked: like.created,
  author: cardColumns,
};

/** A post with its author, for the one who reads it. */
export interface PostRow {
  id: Id;
  kind: "discussion" | "comment";
  iri: string;
  workspaceId: Id;
  rootId: Id;
  parentId: Id | null;
  authorId: Id;
  title: string | null;
  html: string;
  published: Date;
  edited: Date | null;
  deleted: Date | null;
  deletedById: Id | null;
  likes: number;
  accepted: Date | null;
  refused: string | null;
  /** Since when administrators hide it here: then it has neither title nor words. */
  hidden: Date | null;
  /** When the reader liked it. */
  liked: Date | null;
  author: CardRow;
}

/** The same, with what holds for the whole discussion it stands in. */
export interface PlacedRow extends PostRow {
  form: Form;
  /** Its page on its own server. */
  url: string | null;
  pinned: Date | null;
  locked: Date | null;
  comments: number;
  /** How far the reader has read the discussion. */
  seen: Date | null;
}

const reader = sql.placeholder("reader");
const likedByReader = and(eq(like.contentId, content.id), eq(like.actorId, reader));

const placedQuery = prepared("post with its place", (db) =>
  db
    .select({
      ...postColumns,
      form: discussion.form,
      url: content.url,
      pinned: discussion.pinned,
      locked: discussion.locked,
      comments: discussion.comments,
      seen: readMark.seen,
    })
    .from(content)
    .innerJoin(discussion, eq(discussion.contentId, content.rootId))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(peer, peerOf)
    .leftJoin(like, likedByReader)
    .leftJoin(readMark, and(eq(readMark.personId, reader), eq(readMark.discussionId, content.rootId)))
    .where(eq(content.id, sql.placeholder("id"))),
);

const commentsQuery = prepared("comments with authors", (db) =>
  db
    .select(postColumns)
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(peer, peerOf)
    .leftJoin(like, likedByReader)
    .where(and(eq(content.rootId, sql.placeholder("root")), ne(content.id, sql.placeholder("root"))))
    .orderBy(asc(content.id)),
);

const nodesQuery = prepared("comments of a discussion", (db) =>
  db
    .select({
      id: content.id,
      parentId: content.parentId,
      likes: content.likes,
      authorId: content.authorId,
      published: content.published,
      accepted: content.accepted,
      refused: content.refused,
    })
    .from(content)
    .where(and(eq(content.rootId, sql.placeholder("root")), ne(content.id, sql.placeholder("root"))))
    .orderBy(asc(content.id)),
);

const parentQuery = prepared("parent of a post", (db) =>
  db
    .select({ parentId: content.parentId })
    .from(content)
    .where(eq(content.id, sql.placeholder("id"))),
);

const rootQuery = prepared("root of a post", (db) =>
  db
    .select({ rootId: content.rootId })
    .from(content)
    .where(eq(content.id, sql.placeholder("id"))),
);

/** A post and the workspace around it, for one who may read it. */
export interface Placed {
  head: WorkspaceHead;
  row: PlacedRow;
}

/**
 * A post as its pages need it.
 *
 * @param slug of the workspace in the address; another one's post is not found under it
 * @param ours name of this instance's organisation
 * @throws {Refusal} `not found` where there is none, and where the visitor may not read it
 */
export async function placedPost(ctx: Context, ours: string, slug: string | null, id: Id): Promise<Placed> {
  const readerId = ctx.actor?.id ?? 0;
  const [row] = placed(await placedQuery(ctx.store, { id, reader: readerId }));
  if (!row) throw notFound();
  const head = await headOf(ctx, row.workspaceId, ours);
  if (!head.mayRead || !isShown(row, readerId)) throw notFound();
  const canonical = head.slug.toLowerCase();
  if (slug !== null && ![canonical, `${canonical}@${ctx.host}`].includes(slug.toLowerCase()))
    throw notFound();
  return { head, row };
}

/** What the workspace's home would not take in is there for its author alone. */
export const isShown = (row: { refused: string | null; authorId: Id }, readerId: Id): boolean =>
  row.refused === null || row.authorId === readerId;

/** What stands in a workspace; a post of somebody's own is not there for a forum. */
const placed = <Row extends { workspaceId: Id | null; kind: ContentKind }>(rows: Row[]) =>
  rows.flatMap(({ workspaceId, kind, ...row }) =>
    workspaceId === null || kind === "post" ? [] : [{ ...row, workspaceId, kind }],
  );

/** All comments of a discussion, the oldest first. */
export const commentsOf = async (ctx: Context, rootId: Id): Promise<PostRow[]> =>
  placed(await commentsQuery(ctx.store, { root: rootId, reader: ctx.actor?.id ?? 0 }));

/** Where all comments of a discussion stand, without their words. */
export const nodesOf = (ctx: Context, rootId: Id) => nodesQuery(ctx.store, { root: rootId });

/** Some comments of a long discussion. */
export async function commentsById(ctx: Context, ids: Id[]): Promise<PostRow[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.store.db
    .select(postColumns)
    .from(content)
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(peer, peerOf)
    .leftJoin(like, and(eq(like.contentId, content.id), eq(like.actorId, ctx.actor?.id ?? 0)))
    .where(inArray(content.id, ids));
  return placed(rows);
}

const deepest = 200;

/** The comment of the first level that a comment stands under. */
export async function topOf(store: Store, rootId: Id, id: Id): Promise<Id> {
  let top = id;
  for (let depth = 0; depth < deepest; depth++) {
    const [found] = await parentQuery(store, { id: top });
    if (!found?.parentId || found.parentId === rootId) break;
    top = found.parentId;
  }
  return top;
}

/** The discussion that a post belongs to. */
export async function rootOf(store: Store, id: Id): Promise<Id | null> {
  const [found] = await rootQuery(store, { id });
  return found?.rootId ?? null;
}
