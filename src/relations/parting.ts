import { and, eq, inArray, or } from "drizzle-orm";
import { actor, follow } from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";

/** Two people follow each other no more. */
export async function partFrom(made: Change, oneId: Id, otherId: Id): Promise<void> {
  await end(made, oneId, [otherId]);
}

/** Somebody and the people of a server follow each other no more. Workspaces there are left as they were joined. */
export async function partFromHost(made: Change, personId: Id, host: string): Promise<void> {
  const rows = await made.tx
    .select({ id: actor.id })
    .from(follow)
    .innerJoin(actor, or(eq(actor.id, follow.followerId), eq(actor.id, follow.followedId)))
    .where(
      and(
        eq(actor.host, host),
        eq(actor.kind, "person"),
        or(eq(follow.followerId, personId), eq(follow.followedId, personId)),
      ),
    );
  await end(
    made,
    personId,
    rows.map(({ id }) => id),
  );
}

async function end({ tx }: Change, personId: Id, otherIds: Id[]): Promise<void> {
  if (otherIds.length === 0) return;
  await tx
    .delete(follow)
    .where(
      or(
        and(eq(follow.followerId, personId), inArray(follow.followedId, otherIds)),
        and(eq(follow.followedId, personId), inArray(follow.followerId, otherIds)),
      ),
    );
}
