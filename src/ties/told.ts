import { and, eq, or, sql } from "drizzle-orm";
import { actor, content, threadMute } from "../../db/index.ts";
import type { Change, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { NewNotification } from "../notifications/index.ts";
import { apart, untold } from "./conditions.ts";
import { toldAnyway } from "./rules.ts";

/** Whether one of two people blocked the other, or the other's server. */
export async function areApart(db: Reader, oneId: Id, otherId: Id): Promise<boolean> {
  const [found] = await db
    .select({ id: actor.id })
    .from(actor)
    .where(and(eq(actor.id, otherId), or(apart(oneId, actor.id), apart(otherId, sql`${oneId}`))));
  return found !== undefined;
}

/**
 * Whether somebody does not want to be told of this: nothing is kept of it for later. What they were told before comes
 * back when they unmute; a month of it at once would not be wanted.
 */
export async function isUnwelcome({ tx, at }: Change, told: NewNotification): Promise<boolean> {
  if (toldAnyway.has(told.kind)) return false;
  const { personId, actorId, contentId } = told;
  if (actorId) {
    const [from] = await tx
      .select({ id: actor.id })
      .from(actor)
      .where(and(eq(actor.id, actorId), untold(personId, actor.id, at)));
    if (from) return true;
  }
  if (!contentId) return false;
  const [quiet] = await tx
    .select({ rootId: threadMute.rootId })
    .from(threadMute)
    .innerJoin(content, eq(content.rootId, threadMute.rootId))
    .where(and(eq(threadMute.personId, personId), eq(content.id, contentId)));
  return quiet !== undefined;
}
