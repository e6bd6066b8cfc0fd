import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNull,
  min,
  ne,
  notExists,
  exists,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, contentTag, membership, type Reader, workspace } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notQuiet } from "../peers/index.ts";

/** Which posts: with one of `any`, with each of `all`, with none of `none`. */
export interface WithTags {
  any: string[];
  all?: string[];
  none?: string[];
}

export interface Chosen {
  /** Where the list goes on. */
  bounds?: SQL | undefined;
  oldestFirst?: boolean;
  limit: number;
  where?: "local" | "remote" | "all";
  /** Nothing that is for members only. */
  openOnly?: boolean;
  noComments?: boolean;
  more?: SQL | undefined;
  /** On the page of whoever said it nothing is left out for what holds for their server. */
  ofOne?: boolean;
}

const other = alias(contentTag, "other_tag");

const there = and(isNull(content.deleted), isNull(content.refused), isNull(content.hidden));

/** What everybody may read: in open workspaces, and what people say in public. */
const open = or(
  eq(workspace.level, "open"),
  and(isNull(content.workspaceId), eq(content.visibility, "public")),
);

/** What this reader may read besides: where they belong. */
const readable = (openOnly: boolean): SQL | undefined =>
  openOnly ? open : or(open, eq(membership.state, "active"));

function marked(db: Reader, name: string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(other)
      .where(and(eq(other.contentId, content.id), eq(other.name, name))),
  );
}

const placed = (db: Reader, reader: Id) =>
  db
    .selectDistinct({ id: content.id })
    .from(contentTag)
    .innerJoin(content, eq(content.id, contentTag.contentId))
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .innerJoin(actor, eq(actor.id, sql`coalesce(${content.workspaceId}, ${content.authorId})`))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, content.workspaceId), eq(membership.actorId, reader)),
    );

/** Posts with hashtags that the one who asks may read, by id. */
export async function taggedIds(
  ctx: Context,
  { any, all = [], none = [] }: WithTags,
  chosen: Chosen,
): Promise<Id[]> {
  const { db } = ctx.store;
  const { bounds, oldestFirst, limit, where = "all", openOnly = false, noComments, more, ofOne } = chosen;
  const rows = await placed(db, ctx.actor?.id ?? 0)
    .where(
      and(
        inArray(contentTag.name, any),
        there,
        readable(openOnly),
        ofOne ? undefined : notQuiet(db, ctx.actor?.id ?? 0),
        where === "all" ? undefined : eq(actor.local, where === "local"),
        noComments ? ne(content.kind, "comment") : undefined,
        ...all.map((name) => marked(db, name)),
        none.length === 0
          ? undefined
          : notExists(
              db
                .select({ one: sql`1` })
                .from(other)
                .where(and(eq(other.contentId, content.id), inArray(other.name, none))),
            ),
        more,
        bounds,
      ),
    )
    .orderBy(oldestFirst ? asc(content.id) : desc(content.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** The hashtags of some posts, in the order of their names. For posts that the reader may see. */
export async function tagsOf(
  db: Reader,
  ids: readonly Id[],
): Promise<Map<Id, { name: string; written: string }[]>> {
  const found = new Map<Id, { name: string; written: string }[]>();
  if (ids.length === 0) return found;
  const rows = await db
    .select()
    .from(contentTag)
    .where(inArray(contentTag.contentId, [...ids]))
    .orderBy(asc(contentTag.name));
  for (const { contentId, ...tag } of rows) found.set(contentId, [...(found.get(contentId) ?? []), tag]);
  return found;
}

/** Hashtags by the beginning of their name, as far as the one who asks may read a post with it. */
export async function findTags(
  ctx: Context,
  beginning: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<string[]> {
  const rows = await ctx.store.db
    .select({ name: contentTag.name })
    .from(contentTag)
    .innerJoin(content, eq(content.id, contentTag.contentId))
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .leftJoin(
      membership,
      and(eq(membership.workspaceId, content.workspaceId), eq(membership.actorId, ctx.actor?.id ?? 0)),
    )
    .where(
      and(
        sql`${contentTag.name} like ${`${beginning.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`,
        there,
        readable(false),
      ),
    )
    .groupBy(contentTag.name)
    .orderBy(sql`length(${contentTag.name})`, asc(contentTag.name))
    .limit(limit)
    .offset(offset);
  return rows.map(({ name }) => name);
}

/** How hashtags were first written where everybody can read it; one that is in nothing open has no spelling here. */
export async function spellings(db: Reader, names: string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const firsts = await db
    .select({ id: min(contentTag.contentId).mapWith(Number) })
    .from(contentTag)
    .innerJoin(content, eq(content.id, contentTag.contentId))
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .where(and(inArray(contentTag.name, names), there, open))
    .groupBy(contentTag.name);
  const ids = firsts.flatMap(({ id }) => (id === null ? [] : [id]));
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ name: contentTag.name, written: contentTag.written })
    .from(contentTag)
    .where(and(inArray(contentTag.name, names), inArray(contentTag.contentId, ids)))
    .orderBy(desc(contentTag.contentId));
  return new Map(rows.map(({ name, written }) => [name, written]));
}

export interface Use {
  name: string;
  authorId: Id;
  published: Date;
}

/** Uses that are looked at for counts: of more the newest. */
const mostUses = 20_000;

/** Who used which hashtags in open workspaces since a time; of all hashtags where no names are given. */
export async function openUses(db: Reader, since: Date, names?: string[]): Promise<Use[]> {
  if (names?.length === 0) return [];
  return db
    .select({ name: contentTag.name, authorId: content.authorId, published: content.published })
    .from(contentTag)
    .innerJoin(content, eq(content.id, contentTag.contentId))
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .where(
      and(
        names ? inArray(contentTag.name, names) : undefined,
        // Ids are in the order of publication, and the index has them.
        gt(contentTag.contentId, since.getTime() * 4096),
        there,
        open,
      ),
    )
    .orderBy(desc(contentTag.contentId))
    .limit(mostUses);
}
