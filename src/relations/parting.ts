import { and, eq, inArray, isNull, notInArray, or, type SQLWrapper } from "drizzle-orm";
import { actor, follow, notification } from "../../db/index.ts";
import type { Change } from "../context.ts";
import type { Id } from "../core/id.ts";
import { toldAnyway } from "../ties/index.ts";

/** Two people follow each other no more. */
export async function partFrom(made: Change, oneId: Id, otherId: Id): Promise<void> {
  await end(made, oneId, [otherId]);
  await waitNoMore(made, oneId, [otherId]);
  await waitNoMore(made, otherId, [oneId]);
}

/** Somebody and the people of a server follow each other no more. Workspaces there are left as they were joined. */
export async function partFromHost(made: Change, personId: Id, host: string): Promise<void> {
  const people = made.tx
    .select({ id: actor.id })
    .from(actor)
    .where(and(eq(actor.host, host), eq(actor.kind, "person")));
  await waitNoMore(made, personId, people);
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

/** As if each had unfollowed, or removed the follower: servers elsewhere are told that much, and of no block. */
async function end({ tx, record }: Change, personId: Id, otherIds: Id[]): Promise<void> {
  if (otherIds.length === 0) return;
  const ended = await tx
    .delete(follow)
    .where(
      or(
        and(eq(follow.followerId, personId), inArray(follow.followedId, otherIds)),
        and(eq(follow.followedId, personId), inArray(follow.followerId, otherIds)),
      ),
    )
    .returning();
  for (const { iri: followIri, followerId, followedId, state } of ended) {
    if (state === "rejected") continue;
    if (followerId === personId)
      await record({ kind: "follow.ended", actorId: personId, data: { followIri, followedId } });
    else await record({ kind: "follower.removed", actorId: personId, data: { followIri, followerId } });
  }
}

/** What was told of somebody before is not among what waits to be read: it is not shown while that lasts. */
export async function waitNoMore({ tx, at }: Change, personId: Id, ofIds: Id[] | SQLWrapper): Promise<void> {
  await tx
    .update(notification)
    .set({ read: at })
    .where(
      and(
        eq(notification.personId, personId),
        isNull(notification.read),
        inArray(notification.actorId, ofIds),
        notInArray(notification.kind, [...toldAnyway]),
      ),
    );
}
