import { and, desc, eq, isNull, or } from "drizzle-orm";
import { content, conversation, mention, person } from "../../db/index.ts";
import { type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { areApart } from "../ties/index.ts";

/**
 * A direct message has come to its thread: members here who take part find it in their conversations, unless one of the
 * two blocked the other.
 */
export async function placeInConversations(
  { tx }: Change,
  { id, rootId, authorId, mentioned }: { id: Id; rootId: Id; authorId: Id; mentioned: Id[] },
): Promise<void> {
  for (const personId of new Set([authorId, ...mentioned])) {
    const [here] = await tx.select({ id: person.actorId }).from(person).where(eq(person.actorId, personId));
    if (!here || (personId !== authorId && (await areApart(tx, personId, authorId)))) continue;
    const unread = personId !== authorId;
    const [before] = await tx
      .select({ lastId: conversation.lastId })
      .from(conversation)
      .where(and(eq(conversation.personId, personId), eq(conversation.rootId, rootId)));
    // A late one takes its place in time, and is new all the same.
    const lastId = Math.max(before?.lastId ?? 0, id);
    await tx
      .insert(conversation)
      .values({ personId, rootId, lastId, unread })
      .onConflictDoUpdate({ target: [conversation.personId, conversation.rootId], set: { lastId, unread } });
  }
}

/** A direct message was deleted: the one before it is the newest of its conversation; without one there is none. */
export async function leaveConversations(
  { tx }: Change,
  { id, rootId }: { id: Id; rootId: Id },
): Promise<void> {
  const rows = await tx.select().from(conversation).where(eq(conversation.lastId, id));
  for (const { id: rowId, personId } of rows) {
    const [before] = await tx
      .select({ id: content.id })
      .from(content)
      .leftJoin(mention, and(eq(mention.contentId, content.id), eq(mention.actorId, personId)))
      .where(
        and(
          eq(content.rootId, rootId),
          eq(content.visibility, "direct"),
          isNull(content.deleted),
          or(eq(content.authorId, personId), eq(mention.actorId, personId)),
        ),
      )
      .orderBy(desc(content.id))
      .limit(1);
    const mine = eq(conversation.id, rowId);
    if (before) await tx.update(conversation).set({ lastId: before.id }).where(mine);
    else await tx.delete(conversation).where(mine);
  }
}

const own = (personId: Id, id: Id) => and(eq(conversation.id, id), eq(conversation.personId, personId));

/** @throws {Refusal} `not found` for another's */
export async function readConversation(ctx: Context, id: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    const read = await tx
      .update(conversation)
      .set({ unread: false })
      .where(own(personId, id))
      .returning({ id: conversation.id });
    if (read.length === 0) throw notFound();
  });
}

/** Reads the conversation of a thread, where one has any part in it. */
export async function readThread(ctx: Context, rootId: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx
      .update(conversation)
      .set({ unread: false })
      .where(
        and(
          eq(conversation.personId, personId),
          eq(conversation.rootId, rootId),
          eq(conversation.unread, true),
        ),
      );
  });
}

/**
 * Puts a conversation away; the next message brings it back.
 *
 * @throws {Refusal} `not found` for another's
 */
export async function dropConversation(ctx: Context, id: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    const gone = await tx.delete(conversation).where(own(personId, id)).returning({ id: conversation.id });
    if (gone.length === 0) throw notFound();
  });
}
