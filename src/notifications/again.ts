import { sql } from "drizzle-orm";
import { attempt } from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { NewNotification, NotificationKind } from "./operations.ts";

/** What can be done, undone and done again. */
const undone = new Set<NotificationKind>(["like", "boost", "follow", "follow request"]);

const day = 24 * 60 * 60_000;

/** Whether somebody was told of the same within the day: whoever does it again and again wakes nobody up each time. */
export async function toldBefore({ tx, at }: Change, told: NewNotification): Promise<boolean> {
  const { kind, personId, actorId, contentId } = told;
  if (!undone.has(kind)) return false;
  const key = `told ${personId} of ${kind} by ${actorId ?? 0} of ${contentId ?? 0}`;
  const window = new Date(Math.floor(at.getTime() / day) * day);
  const [row] = await tx
    .insert(attempt)
    .values({ key, window, count: 1 })
    .onConflictDoUpdate({
      target: [attempt.key, attempt.window],
      set: { count: sql`${attempt.count} + 1` },
    })
    .returning({ count: attempt.count });
  return row !== undefined && row.count > 1;
}
