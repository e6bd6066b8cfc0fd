import { desc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { actor, content, hiddenPerson, hiddenPost, peer } from "../../db/index.ts";
import { card, type Card, cardColumns, peerOf, slug } from "../actors/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { excerpt } from "../core/text.ts";
import { administrator } from "../people/index.ts";
import { postHref } from "../workspaces/index.ts";

/** What is hidden here, for administrators. */
export interface HiddenItem {
  author: Card;
  reason: string;
  since: Date;
  /** The post; null where all of the person's are hidden. */
  post: { id: Id; href: string; excerpt: string; workspace: string } | null;
}

const place = alias(actor, "place");
const most = 500;

/**
 * What is hidden here, people first.
 *
 * @throws {Refusal} `forbidden`
 */
export async function hiddenHereList(ctx: Context, ours: string): Promise<HiddenItem[]> {
  administrator(ctx);
  const { db } = ctx.store;
  const people = await db
    .select({ ...cardColumns, reason: hiddenPerson.reason, since: hiddenPerson.created })
    .from(hiddenPerson)
    .innerJoin(actor, eq(actor.id, hiddenPerson.actorId))
    .leftJoin(peer, peerOf)
    .orderBy(desc(hiddenPerson.created))
    .limit(most);
  const posts = await db
    .select({
      author: cardColumns,
      reason: hiddenPost.reason,
      since: hiddenPost.created,
      id: content.id,
      rootId: content.rootId,
      html: content.html,
      place: { name: place.name, handle: place.handle, host: place.host, local: place.local },
    })
    .from(hiddenPost)
    .innerJoin(content, eq(content.id, hiddenPost.contentId))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .innerJoin(place, eq(place.id, content.workspaceId))
    .leftJoin(peer, peerOf)
    .orderBy(desc(hiddenPost.created))
    .limit(most);
  return [
    ...people.map((row) => ({
      author: card(row, ours),
      reason: row.reason,
      since: row.since,
      post: null,
    })),
    ...posts.map((row) => ({
      author: card(row.author, ours),
      reason: row.reason,
      since: row.since,
      post: {
        id: row.id,
        href: postHref(slug(row.place), row),
        excerpt: excerpt(row.html, 300),
        workspace: row.place.name,
      },
    })),
  ];
}

/** Whether all that somebody writes is hidden here, and why. */
export async function hiddenPersonOf(ctx: Context, personId: Id): Promise<{ reason: string } | null> {
  const [row] = await ctx.store.db
    .select({ reason: hiddenPerson.reason })
    .from(hiddenPerson)
    .where(eq(hiddenPerson.actorId, personId));
  return row ?? null;
}
