import { and, asc, eq, gt, inArray, or, sql } from "drizzle-orm";
import { actor, content, discussion, peer } from "../../db/index.ts";
import { card, cardColumns, peerOf } from "../actors/index.ts";
import type { Context, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { discussionHref, inLists, settledAs, type WorkspaceHead } from "../workspaces/index.ts";

/** Who made the present wording of these posts, where it was not their author. */
export async function editorsOf(ctx: Context, ids: Id[], ours: string): Promise<Map<Id, string>> {
  const rows = await ctx.store.db
    .select({ id: content.id, editor: cardColumns })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.editedById))
    .leftJoin(peer, peerOf)
    .where(inArray(content.id, ids));
  return new Map(rows.map(({ id, editor }) => [id, card(editor, ours).name]));
}

/** The same of one post, for its history; null where it was its author. */
export async function editorName(db: Reader, id: Id): Promise<string | null> {
  const [found] = await db
    .select({ name: actor.name })
    .from(content)
    .innerJoin(actor, eq(actor.id, content.editedById))
    .where(eq(content.id, id));
  return found?.name ?? null;
}

/** A page in the list of a workspace. */
export interface PageItem {
  id: Id;
  href: string;
  title: string;
  author: string;
  /** When it was written, or changed last. */
  changed: Date;
  comments: number;
  waiting: boolean;
  refused: boolean;
}

export interface PagesPage {
  items: PageItem[];
  /** Where the next page of the list begins; null on the last. */
  next: string | null;
  first: boolean;
}

const pageSize = 50;

/** The pages of a workspace by their titles. Ask before whether the visitor may read it (`head.mayRead`). */
export async function pagesPage(
  ctx: Context,
  head: WorkspaceHead,
  ours: string,
  { after }: { after?: string },
): Promise<PagesPage> {
  const reader = ctx.actor?.id ?? 0;
  const [, cursorId, cursorTitle = ""] = /^(\d{1,16})~(.{0,200})$/s.exec(after ?? "") ?? [];
  const title = sql<string>`lower(coalesce(${content.title}, ''))`;
  const id = Number(cursorId ?? 0);
  const rows = await ctx.store.db
    .select({
      id: content.id,
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
    .where(
      and(
        eq(discussion.workspaceId, head.id),
        eq(discussion.form, "page"),
        inLists(reader),
        cursorId === undefined
          ? undefined
          : or(sql`${title} > ${cursorTitle}`, and(sql`${title} = ${cursorTitle}`, gt(content.id, id))),
      ),
    )
    .orderBy(asc(title), asc(content.id))
    .limit(pageSize + 1);
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined;
  return {
    items: rows.slice(0, pageSize).map((row) => ({
      id: row.id,
      href: discussionHref(head.slug, row.id),
      title: row.title || "Untitled",
      author: card(row.author, ours).name,
      changed: row.edited ?? row.published,
      comments: row.comments,
      ...settledAs(row),
    })),
    next: last ? `${last.id}~${last.sorted}` : null,
    first: cursorId === undefined,
  };
}
