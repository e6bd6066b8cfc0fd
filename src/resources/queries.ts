import { and, asc, count, eq, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, discussion, peer, placement } from "../../db/index.ts";
import { card, cardColumns, peerOf } from "../actors/index.ts";
import { filesOf, fileView } from "../attachments/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { discussionHref, inLists, settledAs, type WorkspaceHead } from "../workspaces/index.ts";

/** A file or a folder in a list. */
export interface ResourceItem {
  id: Id;
  folder: boolean;
  href: string;
  title: string;
  author: string;
  /** When it was added, or changed last. */
  changed: Date;
  /** Of a file: "PDF", "120 KB" and where its bytes are; of one that cannot be had, null. */
  file: { type: string; size: string | null; href: string } | null;
  /** Of a folder: how many things lie in it. */
  items: number;
  comments: number;
  waiting: boolean;
  refused: boolean;
}

/** A folder, on the way to what lies in it. */
export interface Crumb {
  id: Id;
  iri: string;
  title: string;
  href: string;
}

export interface ResourcesPage {
  /** The folder itself, and those in which it lies, the outermost first. Empty where all lie in none. */
  crumbs: Crumb[];
  items: ResourceItem[];
  /** Where the next page of the list begins; null on the last. */
  next: string | null;
  first: boolean;
}

const pageSize = 50;
/** Folders in folders, which somebody elsewhere could put into each other. */
const deepest = 20;
/** As many can be chosen from in a form. */
const mostFolders = 500;

const outer = alias(content, "outer_content");
const outerDiscussion = alias(discussion, "outer_discussion");

/** Those of a workspace that stand there for everybody. */
const standing = (workspaceId: Id): SQL | undefined =>
  and(
    eq(discussion.workspaceId, workspaceId),
    isNull(content.deleted),
    isNull(content.hidden),
    isNull(content.refused),
  );

/** What lies in a folder that is there. What lies in one that is gone, or has not come yet, lies in none. */
const liesIn = (db: Reader, workspaceId: Id, folderIri: string | null): SQL | undefined =>
  folderIri !== null
    ? eq(placement.folderIri, folderIri)
    : or(
        isNull(placement.folderIri),
        sql`not exists ${db
          .select({ one: sql`1` })
          .from(outer)
          .innerJoin(outerDiscussion, eq(outerDiscussion.contentId, outer.id))
          .where(
            and(
              eq(outer.iri, placement.folderIri),
              eq(outerDiscussion.workspaceId, workspaceId),
              eq(outerDiscussion.form, "folder"),
              isNull(outer.deleted),
              isNull(outer.hidden),
              isNull(outer.refused),
            ),
          )}`,
      );

/** A folder with those in which it lies, the outermost first; empty where there is none such in the workspace. */
export async function crumbsOf(db: Reader, head: WorkspaceHead, iri: string | null): Promise<Crumb[]> {
  const crumbs: Crumb[] = [];
  for (let next = iri; next !== null && crumbs.length < deepest;) {
    const [found] = await db
      .select({ id: content.id, iri: content.iri, title: content.title, folderIri: placement.folderIri })
      .from(content)
      .innerJoin(discussion, eq(discussion.contentId, content.id))
      .leftJoin(placement, eq(placement.contentId, content.id))
      .where(and(eq(content.iri, next), eq(discussion.form, "folder"), standing(head.id)));
    if (!found || crumbs.some(({ id }) => id === found.id)) break;
    const { id, title } = found;
    crumbs.unshift({
      id,
      iri: found.iri,
      title: title || "Untitled",
      href: discussionHref(head.slug, id),
    });
    next = found.folderIri;
  }
  return crumbs;
}

/** How many things lie in each of these folders. */
async function countsIn(db: Reader, workspaceId: Id, iris: string[]): Promise<Map<string | null, number>> {
  if (iris.length === 0) return new Map();
  const rows = await db
    .select({ folderIri: placement.folderIri, number: count() })
    .from(placement)
    .innerJoin(content, eq(content.id, placement.contentId))
    .innerJoin(discussion, eq(discussion.contentId, placement.contentId))
    .where(and(inArray(placement.folderIri, iris), standing(workspaceId)))
    .groupBy(placement.folderIri);
  return new Map(rows.map(({ folderIri, number }) => [folderIri, number]));
}

/**
 * The files and folders that lie in a folder, or in none: folders first, by their names. Ask before whether the visitor
 * may read the workspace (`head.mayRead`).
 *
 * @param ours name of this instance's organisation
 * @param where `folder`: its address, null for none
 */
export async function resourcesPage(
  ctx: Context,
  head: WorkspaceHead,
  ours: string,
  { folder, after }: { folder: string | null; after?: string },
): Promise<ResourcesPage> {
  const { db } = ctx.store;
  const reader = ctx.actor?.id ?? 0;
  const [, rank = "", cursorId, cursorTitle = ""] = /^([01])~(\d{1,16})~(.{0,200})$/s.exec(after ?? "") ?? [];
  const title = sql<string>`lower(coalesce(${content.title}, ''))`;
  const kind = sql<number>`case when ${discussion.form} = 'folder' then 0 else 1 end`;
  const id = Number(cursorId ?? 0);
  const later = or(
    sql`${kind} > ${Number(rank)}`,
    and(
      sql`${kind} = ${Number(rank)}`,
      or(sql`${title} > ${cursorTitle}`, and(sql`${title} = ${cursorTitle}`, gt(content.id, id))),
    ),
  );
  const rows = await db
    .select({
      id: content.id,
      iri: content.iri,
      form: discussion.form,
      title: content.title,
      sorted: title,
      published: content.published,
      edited: content.edited,
      accepted: content.accepted,
      refused: content.refused,
      comments: discussion.comments,
      author: cardColumns,
    })
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(peer, peerOf)
    .leftJoin(placement, eq(placement.contentId, discussion.contentId))
    .where(
      and(
        eq(discussion.workspaceId, head.id),
        inArray(discussion.form, ["file", "folder"]),
        inLists(reader),
        liesIn(db, head.id, folder),
        cursorId === undefined ? undefined : later,
      ),
    )
    .orderBy(asc(kind), asc(title), asc(content.id))
    .limit(pageSize + 1);
  const shown = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined;
  const files = await filesOf(
    db,
    shown.map((row) => row.id),
  );
  const folders = shown.filter(({ form }) => form === "folder").map(({ iri }) => iri);
  const counts = await countsIn(db, head.id, folders);
  return {
    crumbs: await crumbsOf(db, head, folder),
    items: shown.map((row): ResourceItem => {
      const [stored] = files.get(row.id) ?? [];
      const file = stored ? fileView(stored) : null;
      return {
        id: row.id,
        folder: row.form === "folder",
        href: discussionHref(head.slug, row.id),
        title: row.title || "Untitled",
        author: card(row.author, ours).name,
        changed: row.edited ?? row.published,
        file: file && { type: file.type, size: file.size, href: file.href },
        items: counts.get(row.iri) ?? 0,
        comments: row.comments,
        ...settledAs(row),
      };
    }),
    next: last ? `${last.form === "folder" ? 0 : 1}~${last.id}~${last.sorted}` : null,
    first: cursorId === undefined,
  };
}

/** A folder that can be chosen. */
export interface FolderChoice {
  id: Id;
  iri: string;
  /** With those in which it lies: "Guidelines / Sepsis". */
  path: string;
}

/**
 * The folders of a workspace, by their paths; of very many those made first.
 *
 * @param chosen one that is among them in any case, by its number or its address
 */
export async function foldersOf(
  db: Reader,
  workspaceId: Id,
  chosen: Id | string | null,
): Promise<FolderChoice[]> {
  const isChosen = typeof chosen === "string" ? eq(content.iri, chosen) : eq(content.id, chosen ?? 0);
  const rows = await db
    .select({ id: content.id, iri: content.iri, title: content.title, folderIri: placement.folderIri })
    .from(discussion)
    .innerJoin(content, eq(content.id, discussion.contentId))
    .leftJoin(placement, eq(placement.contentId, discussion.contentId))
    .where(and(eq(discussion.form, "folder"), standing(workspaceId)))
    .orderBy(sql`case when ${isChosen} then 0 else 1 end`, asc(content.id))
    .limit(mostFolders);
  const byIri = new Map(rows.map((row) => [row.iri, row]));
  const pathOf = ({ title, folderIri }: (typeof rows)[number], depth = 0): string => {
    const above = folderIri === null || depth >= deepest ? undefined : byIri.get(folderIri);
    return above ? `${pathOf(above, depth + 1)} / ${title}` : (title ?? "");
  };
  return rows
    .map((row) => ({ id: row.id, iri: row.iri, path: pathOf(row) }))
    .sort((a, b) => a.path.localeCompare(b.path, "en"));
}
