import { createHash } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import { sentForm } from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";

/** How long a form that was sent is known again, in ms. */
const knownFor = 24 * 60 * 60_000;

/** A form and what was written in it: the same again is a mistake, other words in it are meant. */
export interface SentOnce {
  personId: Id;
  /** The id that the form carried; none from a shell or an app. */
  once: string | undefined;
  words: unknown[];
}

/**
 * What came of the same form, when it was sent before: after Back, or where the answer was lost on the way.
 * Otherwise remembers that `id` comes of it.
 */
export async function sentBefore(
  { tx, at }: Change,
  { personId, once, words }: SentOnce,
  id: Id,
): Promise<Id | null> {
  if (!once) return null;
  const key = createHash("sha256")
    .update(JSON.stringify([once, ...words]))
    .digest("base64url");
  await tx
    .delete(sentForm)
    .where(and(eq(sentForm.personId, personId), lt(sentForm.sent, new Date(at.getTime() - knownFor))));
  // Of two at the same moment, the second waits here for the first.
  const first = await tx
    .insert(sentForm)
    .values({ personId, key, contentId: id, sent: at })
    .onConflictDoNothing()
    .returning({ key: sentForm.key });
  if (first.length > 0) return null;
  const [known] = await tx
    .select({ id: sentForm.contentId })
    .from(sentForm)
    .where(and(eq(sentForm.personId, personId), eq(sentForm.key, key)));
  return known!.id;
}
