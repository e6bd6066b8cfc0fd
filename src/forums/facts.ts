import { eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { content, discussion, prepared } from "../../db/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { mayRead, standing, type Standing } from "../workspaces/index.ts";

const root = alias(content, "root");
const columns = {
  id: content.id,
  iri: content.iri,
  kind: content.kind,
  // What stands in no workspace has no discussion: it is not found here.
  workspaceId: discussion.workspaceId,
  authorId: content.authorId,
  rootId: content.rootId,
  /** Who started the discussion. */
  starterId: root.authorId,
  parentId: content.parentId,
  title: content.title,
  html: content.html,
  source: content.source,
  published: content.published,
  edited: content.edited,
  deleted: content.deleted,
  deletedById: content.deletedById,
  editedById: content.editedById,
  accepted: content.accepted,
  refused: content.refused,
  hidden: content.hidden,
  likes: content.likes,
  form: discussion.form,
  pinned: discussion.pinned,
  locked: discussion.locked,
};

const postQuery = prepared("post and its facts", (db) =>
  db
    .select(columns)
    .from(content)
    .innerJoin(discussion, eq(discussion.contentId, content.rootId))
    .innerJoin(root, eq(root.id, content.rootId))
    .where(eq(content.id, sql.placeholder("id"))),
);

export type Post = Awaited<ReturnType<typeof postQuery>>[number];

/**
 * A post and how the acting one stands in its workspace.
 *
 * @throws {Refusal} `not found` where there is none, and where they may not read it
 */
export async function postFor(ctx: Context, db: Reader, id: Id): Promise<{ post: Post; standing: Standing }> {
  const [post] = await postQuery(db, { id });
  if (!post) throw notFound();
  const found = await standing(db, post.workspaceId, ctx.actor?.id ?? null);
  if (!mayRead(found) && !ctx.settled) throw notFound();
  return { post, standing: found };
}

/** Whether it is a page of its workspace, which its managers may edit too, where its words in Markdown are known. */
export const isPage = (post: Pick<Post, "kind" | "form" | "source">): boolean =>
  post.kind === "discussion" && post.form === "page" && post.source !== null;

/** Whether a manager took it away, who can restore it; what its author deleted stays away. */
export const isRemoved = (post: Pick<Post, "deleted" | "deletedById" | "authorId">): boolean =>
  post.deleted !== null && post.deletedById !== null && post.deletedById !== post.authorId;

/** Those who may read what is in a workspace: of a post in it nobody else is told. */
export async function readersAmong(db: Reader, workspaceId: Id, personIds: Id[]): Promise<Id[]> {
  const readers: Id[] = [];
  for (const id of personIds) if (mayRead(await standing(db, workspaceId, id))) readers.push(id);
  return readers;
}
