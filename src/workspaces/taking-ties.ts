import { eq } from "drizzle-orm";
import { accountNote, listEntry, mute, personBlock } from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";

const atOnce = 200;

/**
 * What members have for themselves about a workspace, or a person, that has moved is so of the new one too: their lists,
 * whom they muted or blocked, and their notes. Of the old one it stays. Done again, it changes nothing.
 */
export async function takeTies(
  { tx, at }: Change,
  { fromId, toId }: { fromId: Id; toId: Id },
): Promise<void> {
  const lists = await tx.select().from(listEntry).where(eq(listEntry.accountId, fromId));
  for (const some of parts(lists.map(({ listId }) => ({ listId, accountId: toId }))))
    await tx.insert(listEntry).values(some).onConflictDoNothing();
  const mutes = await tx.select().from(mute).where(eq(mute.targetId, fromId));
  for (const some of parts(
    mutes.map(({ personId, notifications, ends }) => ({
      personId,
      targetId: toId,
      notifications,
      ends,
      created: at,
    })),
  ))
    await tx.insert(mute).values(some).onConflictDoNothing();
  const blocks = await tx.select().from(personBlock).where(eq(personBlock.targetId, fromId));
  for (const some of parts(blocks.map(({ actorId }) => ({ actorId, targetId: toId, created: at }))))
    await tx.insert(personBlock).values(some).onConflictDoNothing();
  const notes = await tx.select().from(accountNote).where(eq(accountNote.targetId, fromId));
  for (const some of parts(notes.map(({ personId, text }) => ({ personId, targetId: toId, text }))))
    await tx.insert(accountNote).values(some).onConflictDoNothing();
}

function parts<One>(all: One[]): One[][] {
  return Array.from({ length: Math.ceil(all.length / atOnce) }, (_none, nth) =>
    all.slice(nth * atOnce, (nth + 1) * atOnce),
  );
}
