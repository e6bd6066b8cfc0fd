import { and, asc, desc, eq, inArray, lt, not } from "drizzle-orm";
import { actor, content, conversation, mention, peer } from "../../db/index.ts";
import { card, type Card, cardColumns, ownPostHref, peerOf } from "../actors/index.ts";
import type { Context } from "../context.ts";
import { signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { excerpt } from "../core/text.ts";
import { apart } from "../ties/index.ts";
import { seenBy } from "../visibility/index.ts";

/** A conversation in the list of one's messages. */
export interface Talk {
  /** Its newest message, with the thread around it. */
  href: string;
  /** Who else takes part in it, whoever wrote last first. Nobody: one wrote to oneself. */
  with: Card[];
  /** Who wrote last: null for oneself. */
  last: Card | null;
  words: string;
  when: Date;
  unread: boolean;
}

const pageSize = 20;

/** Those who take part in some messages besides the one who asks, in the order in which they are known here. */
async function othersIn({ store }: Context, me: Id, ids: Id[], ours: string): Promise<Map<Id, Card[]>> {
  const found = new Map<Id, Card[]>();
  const rows = await store.db
    .select({ contentId: mention.contentId, who: cardColumns })
    .from(mention)
    .innerJoin(actor, eq(actor.id, mention.actorId))
    .leftJoin(peer, peerOf)
    .where(inArray(mention.contentId, [0, ...ids]))
    .orderBy(asc(actor.id));
  for (const { contentId, who } of rows)
    if (who.id !== me) found.set(contentId, [...(found.get(contentId) ?? []), card(who, ours)]);
  return found;
}

/** One's direct messages by thread, the newest first; none by those with whom one has nothing to do. */
export async function conversationsOf(
  ctx: Context,
  ours: string,
  before: Id | null,
): Promise<{ items: Talk[]; older: Id | null }> {
  const { db } = ctx.store;
  const me = signedIn(ctx).id;
  const rows = await db
    .select({
      id: content.id,
      unread: conversation.unread,
      html: content.html,
      warning: content.warning,
      published: content.published,
      author: cardColumns,
    })
    .from(conversation)
    .innerJoin(content, eq(content.id, conversation.lastId))
    .innerJoin(actor, eq(actor.id, content.authorId))
    .leftJoin(peer, peerOf)
    .where(
      and(
        eq(conversation.personId, me),
        before === null ? undefined : lt(conversation.lastId, before),
        seenBy(db, me),
        not(apart(me, content.authorId)),
      ),
    )
    .orderBy(desc(conversation.lastId))
    .limit(pageSize + 1);
  const page = rows.slice(0, pageSize);
  const named = await othersIn(
    ctx,
    me,
    page.map(({ id }) => id),
    ours,
  );
  const items = page.map(({ id, unread, html, warning, published, author }): Talk => {
    const wrote = card(author, ours);
    const mine = author.id === me;
    const others = (named.get(id) ?? []).filter((one) => one.id !== author.id);
    return {
      href: ownPostHref(wrote.slug, id),
      with: mine ? others : [wrote, ...others],
      last: mine ? null : wrote,
      words: excerpt(warning ?? html, 140),
      when: published,
      unread,
    };
  });
  return { items, older: rows.length > pageSize ? page.at(-1)!.id : null };
}
