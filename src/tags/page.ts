import { eq, inArray, isNotNull, lt } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, peer } from "../../db/index.ts";
import { card, type Card, cardColumns, peerOf, slug } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { excerpt } from "../core/text.ts";
import { postHref } from "../workspaces/index.ts";
import { spellings, taggedIds } from "./queries.ts";

/** A post in the list of a hashtag. */
export interface TaggedPost {
  id: Id;
  kind: (typeof content.$inferSelect)["kind"];
  title: string;
  href: string;
  excerpt: string;
  author: Card;
  workspace: { name: string; elsewhere: boolean };
  published: Date;
}

export interface TagView {
  name: string;
  /** As it was first written in the open. */
  written: string;
  posts: TaggedPost[];
  more: boolean;
}

export const pageSize = 25;

const root = alias(content, "root");
const place = alias(actor, "place_actor");

/** What the reader may read of a hashtag, the newest first. One that is in nothing they may read looks like one in nothing. */
export async function tagPage(ctx: Context, ours: string, name: string, before: Id | null): Promise<TagView> {
  const { db } = ctx.store;
  const bounds = before === null ? undefined : lt(content.id, before);
  const ids = await taggedIds(
    ctx,
    { any: [name] },
    {
      bounds,
      limit: pageSize + 1,
      more: isNotNull(content.workspaceId),
    },
  );
  const shown = ids.slice(0, pageSize);
  const rows =
    shown.length === 0
      ? []
      : await db
          .select({
            id: content.id,
            kind: content.kind,
            rootId: content.rootId,
            html: content.html,
            published: content.published,
            title: root.title,
            author: cardColumns,
            place: { name: place.name, handle: place.handle, host: place.host, local: place.local },
          })
          .from(content)
          .innerJoin(root, eq(root.id, content.rootId))
          .innerJoin(actor, eq(actor.id, content.authorId))
          .innerJoin(place, eq(place.id, content.workspaceId))
          .leftJoin(peer, peerOf)
          .where(inArray(content.id, shown));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const posts = shown.flatMap((id): TaggedPost[] => {
    const row = byId.get(id);
    if (!row) return [];
    const { kind, published } = row;
    return [
      {
        id,
        kind,
        title: row.title || "Untitled",
        href: postHref(slug(row.place), row),
        excerpt: excerpt(row.html, 200),
        author: card(row.author, ours),
        workspace: { name: row.place.name || row.place.handle, elsewhere: !row.place.local },
        published,
      },
    ];
  });
  const written = (await spellings(db, [name])).get(name) ?? name;
  return { name, written, posts, more: ids.length > pageSize };
}
