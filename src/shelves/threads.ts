import { and, eq } from "drizzle-orm";
import { threadMute } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { readablePost } from "./readable.ts";

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
