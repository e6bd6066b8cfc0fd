import { and, eq, type SQL, sql } from "drizzle-orm";
import { content, instance, workspace } from "../../db/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import {
  blocksReader,
  followsAuthor,
  isOpen,
  maySee,
  meantFor,
  namesReader,
  type Visibility,
} from "../visibility/index.ts";

const columns = {
  id: content.id,
  iri: content.iri,
  authorId: content.authorId,
  rootId: content.rootId,
  parentId: content.parentId,
  html: content.html,
  source: content.source,
  visibility: content.visibility,
  warning: content.warning,
  sensitive: content.sensitive,
  language: content.language,
  published: content.published,
  edited: content.edited,
  deleted: content.deleted,
  deletedById: content.deletedById,
  hidden: content.hidden,
};

/** A post of somebody's own. */
export interface OwnPost {
  id: Id;
  iri: string;
  authorId: Id;
  /** The first post of its thread: its own id, where it answers nothing. */
  rootId: Id;
  parentId: Id | null;
  html: string;
  source: string | null;
  visibility: Visibility;
  warning: string | null;
  sensitive: boolean;
  language: string | null;
  published: Date;
  edited: Date | null;
  deleted: Date | null;
  deletedById: Id | null;
  /** Since when administrators hide it from everybody here. */
  hidden: Date | null;
}

/**
 * A post of somebody's own, for one who may see it.
 *
 * @throws {Refusal} `not found` where there is none, where it stands in a workspace, and where they may not see it
 */
export async function postFor(ctx: Context, db: Reader, id: Id): Promise<OwnPost> {
  const readerId = ctx.actor?.id ?? 0;
  const [row] = await db
    .select({
      ...columns,
      named: sql<number>`case when ${namesReader(db, readerId)} then 1 else 0 end`.mapWith(Number),
      blocked: sql<number>`case when ${blocksReader(db, readerId)} then 1 else 0 end`.mapWith(Number),
      follows: sql<number>`case when ${followsAuthor(db, readerId)} then 1 else 0 end`.mapWith(Number),
    })
    .from(content)
    .where(and(eq(content.id, id), eq(content.kind, "post")));
  if (!row?.visibility || row.blocked === 1) throw notFound();
  const { named, follows, blocked: _, visibility, ...post } = row;
  const seen = { authorId: post.authorId, visibility, named: named === 1, follows: follows === 1 };
  if (!maySee(seen, ctx.actor?.id ?? null)) throw notFound();
  return { ...post, visibility };
}

const matches = async (db: Reader, id: Id, condition: SQL): Promise<boolean> =>
  (
    await db
      .select({ id: content.id })
      .from(content)
      .where(and(eq(content.id, id), condition))
  ).length > 0;

/** Whether it is for somebody who asks from elsewhere: what administrators hide here is hidden here only. */
export const isMeantFor = (db: Reader, id: Id, readerId: Id | null): Promise<boolean> =>
  matches(db, id, meantFor(db, readerId));

/**
 * What may be boosted: a post of somebody's own that everybody reads, or what stands in an open workspace.
 *
 * @throws {Refusal} `not found` for everything else
 */
export async function openPost(db: Reader, id: Id) {
  const [row] = await db
    .select({
      id: content.id,
      authorId: content.authorId,
      workspaceId: content.workspaceId,
      visibility: content.visibility,
      deleted: content.deleted,
      hidden: content.hidden,
      refused: content.refused,
      level: workspace.level,
    })
    .from(content)
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .where(eq(content.id, id));
  if (!row || row.refused !== null || !(row.level === "open" || isOpen(row.visibility))) throw notFound();
  return row;
}

/** Whether the administrators let members write posts of their own. */
export async function personalPosts(db: Reader): Promise<boolean> {
  const [row] = await db.select({ on: instance.personalPosts }).from(instance).where(eq(instance.id, 1));
  return row?.on ?? true;
}
