import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, bookmark, content, membership, peer, workspace } from "../../db/index.ts";
import { card, cardColumns, ownPostHref, peerOf, slug } from "../actors/index.ts";
import { type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { excerpt } from "../core/text.ts";
import { seenBy } from "../visibility/index.ts";
import { inLists, postHref } from "../workspaces/index.ts";

/** A post that somebody saved, as their list shows it. */
export interface SavedPost {
  id: Id;
  author: { name: string; picture: string | null };
  title: string;
  href: string;
  /** Its first words. */
  words: string;
  /** The workspace it stands in. */
  place: string | null;
  published: Date;
}

const root = alias(content, "root");
const place = alias(actor, "place_actor");
export const savedPageSize = 30;

/** What the one who asks saved and may still read, the last first; `before` is where the page before ended. */
export async function savedOf(
  ctx: Context,
  ours: string,
  { before = Number.MAX_SAFE_INTEGER }: { before?: Id } = {},
): Promise<{ items: SavedPost[]; older: Id | null }> {
  const { id: me } = signedIn(ctx);
  const { db } = ctx.store;
  const rows = await db
    .select({
      savedId: bookmark.id,
      id: content.id,
      kind: content.kind,
      rootId: content.rootId,
      html: content.html,
      title: root.title,
      published: content.published,
      placeName: place.name,
      handle: place.handle,
      host: place.host,
      local: place.local,
      author: cardColumns,
    })
    .from(bookmark)
    .innerJoin(content, eq(content.id, bookmark.contentId))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(peer, peerOf)
    .leftJoin(root, and(eq(root.id, content.rootId), isNull(root.deleted), isNull(root.hidden)))
    .leftJoin(workspace, eq(workspace.actorId, content.workspaceId))
    .leftJoin(place, eq(place.id, content.workspaceId))
    .leftJoin(
      membership,
      and(
        eq(membership.workspaceId, content.workspaceId),
        eq(membership.actorId, me),
        eq(membership.state, "active"),
      ),
    )
    .where(
      and(
        eq(bookmark.personId, me),
        lt(bookmark.id, before),
        inLists(me),
        or(eq(workspace.level, "open"), eq(membership.actorId, me), seenBy(db, me)),
      ),
    )
    .orderBy(desc(bookmark.id))
    .limit(savedPageSize + 1);
  const shown = rows.slice(0, savedPageSize);
  return {
    items: shown.map((row) => {
      const author = card(row.author, ours);
      const inPlace = row.handle !== null;
      return {
        id: row.id,
        author: { name: author.name, picture: author.picture },
        title: row.title || (row.kind === "comment" ? "A comment" : "A post"),
        href: inPlace
          ? postHref(slug({ handle: row.handle!, host: row.host ?? "", local: row.local ?? false }), row)
          : ownPostHref(author.slug, row.id),
        words: excerpt(row.html, 140),
        place: inPlace ? row.placeName || row.handle : null,
        published: row.published,
      };
    }),
    older: rows.length > savedPageSize ? (shown.at(-1)?.savedId ?? null) : null,
  };
}
