import { and, eq, inArray, isNotNull, lt, not, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, peer } from "../../db/index.ts";
import { card, type Card, cardColumns, ownPostHref, peerOf, slug } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { excerpt } from "../core/text.ts";
import { unwanted } from "../ties/index.ts";
import { seenBy } from "../visibility/index.ts";
import { postHref } from "../workspaces/index.ts";
import { spellings, taggedIds } from "./queries.ts";

/** A post in the list of a hashtag. */
export interface TaggedPost {
  id: Id;
  kind: (typeof content.$inferSelect)["kind"];
  /** Of its discussion; what people say of their own has none. */
  title: string;
  href: string;
  /** What it says; in place of that the warning before it. */
  excerpt: string;
  author: Card;
  /** Null for what somebody says of their own. */
  workspace: { name: string; elsewhere: boolean } | null;
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

/**
 * What the reader may read of a hashtag, in workspaces and of people's own, the newest first. Posts of those whom they
 * muted, or one of the two blocked, are left out as everywhere outside workspaces. One that is in nothing they may read looks like
 * one in nothing.
 */
export async function tagPage(ctx: Context, ours: string, name: string, before: Id | null): Promise<TagView> {
  const { db } = ctx.store;
  const reader = ctx.actor?.id ?? null;
  const bounds = before === null ? undefined : lt(content.id, before);
  const wanted = reader === null ? undefined : not(unwanted(reader, content.authorId, ctx.clock()));
  const ids = await taggedIds(
    ctx,
    { any: [name] },
    {
      bounds,
      limit: pageSize + 1,
      more: or(isNotNull(content.workspaceId), and(seenBy(db, reader), wanted)),
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
            warning: content.warning,
            published: content.published,
            title: root.title,
            author: cardColumns,
            place: { name: place.name, handle: place.handle, host: place.host, local: place.local },
          })
          .from(content)
          .innerJoin(root, eq(root.id, content.rootId))
          .innerJoin(actor, eq(actor.id, content.authorId))
          .leftJoin(place, eq(place.id, content.workspaceId))
          .leftJoin(peer, peerOf)
          .where(inArray(content.id, shown));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const posts = shown.flatMap((id): TaggedPost[] => {
    const row = byId.get(id);
    if (!row) return [];
    const { kind, published, place: at } = row;
    const author = card(row.author, ours);
    return [
      {
        id,
        kind,
        title: row.title || "Untitled",
        href: at ? postHref(slug(at), row) : ownPostHref(author.slug, id),
        excerpt: row.warning ? `Content warning: ${row.warning}` : excerpt(row.html, 200),
        author,
        workspace: at && { name: at.name || at.handle, elsewhere: !at.local },
        published,
      },
    ];
  });
  const written = (await spellings(db, [name])).get(name) ?? name;
  return { name, written, posts, more: ids.length > pageSize };
}
