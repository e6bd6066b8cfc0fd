import { and, eq } from "drizzle-orm";
import { actor, content, threadMute } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { readablePost } from "../shelves/index.ts";
import type { NewNotification } from "../notifications/index.ts";
import { untold } from "./conditions.ts";
import { toldAnyway } from "./rules.ts";

/**
 * Is not told of a conversation any more, or again.
 *
 * @param contentId any post of it
 * @throws {Refusal} `not found`, also where one may not read it
 */
export async function muteThread(ctx: Context, contentId: Id, on: boolean): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await change(ctx, async ({ tx, at }) => {
    const { rootId } = await readablePost(ctx, tx, contentId);
    if (!on) {
      await tx
        .delete(threadMute)
        .where(and(eq(threadMute.personId, personId), eq(threadMute.rootId, rootId)));
      return;
    }
    await tx.insert(threadMute).values({ personId, rootId, created: at }).onConflictDoNothing();
  });
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
