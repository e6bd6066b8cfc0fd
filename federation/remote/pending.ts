import { and, eq, isNotNull, isNull, lt, ne } from "drizzle-orm";
import { actor, event, follow, history } from "../../db/index.ts";
import { actorByIri } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { readManagers } from "../history/who-manages.ts";
import { storeActor } from "./actors.ts";
import { fetchDocument } from "./fetch.ts";

/** A request to join without an answer is sent again after this time, in ms. */
const askedEvery = 24 * 60 * 60_000;
const atOnce = 100;
/** A history that could not be fetched is tried again after this time, in ms. */
const triedEvery = 24 * 60 * 60_000;
/** What a joined workspace says of itself (members, purpose, managers) is read again after this time, in ms. */
const readEvery = 60 * 60_000;

/** A lost Accept would leave somebody waiting for ever: what is pending is asked again, with the same Follow. */
export async function askAgain(deps: Deps): Promise<number> {
  const now = deps.clock();
  const before = new Date(now.getTime() - askedEvery);
  return deps.store.transaction(async (tx, signal) => {
    const pending = await tx
      .select({
        id: follow.id,
        iri: follow.iri,
        followerId: follow.followerId,
        followedId: follow.followedId,
        kind: actor.kind,
      })
      .from(follow)
      .innerJoin(actor, eq(actor.id, follow.followedId))
      .where(and(eq(follow.state, "pending"), ne(actor.local, true), lt(follow.asked, before)))
      .limit(atOnce);
    for (const { id, iri, followerId, followedId, kind } of pending) {
      const person = kind === "person";
      const heard = {
        kind: person ? "follow.requested" : "member.requested",
        actorId: followerId,
        workspaceId: person ? null : followedId,
        contentId: null,
      };
      const data = person ? { followIri: iri, followedId } : { followIri: iri, memberId: followerId };
      await tx.insert(event).values({ ...heard, data, created: now });
      await tx.update(follow).set({ asked: now }).where(eq(follow.id, id));
      signal(JSON.stringify(heard));
    }
    return pending.length;
  });
}

/** A history that failed a day ago is tried again, from where it stopped. */
export async function tryAgain(deps: Deps): Promise<void> {
  const before = new Date(deps.clock().getTime() - triedEvery);
  await deps.store.transaction(async (tx) => {
    await tx
      .update(history)
      .set({ state: "waiting", attempts: 0, nextAttempt: null })
      .where(and(eq(history.state, "failed"), isNull(history.nextPage), lt(history.updated, before)));
    await tx
      .update(history)
      .set({ state: "running", attempts: 0, nextAttempt: null })
      .where(and(eq(history.state, "failed"), isNotNull(history.nextPage), lt(history.updated, before)));
  });
}

/**
 * Reads joined workspaces of other organisations again: how many people belong to them is said nowhere else, nor that one
 * of their managers has left.
 */
export async function refreshWorkspaces(deps: Deps): Promise<void> {
  const before = new Date(deps.clock().getTime() - readEvery);
  const stale = await deps.store.db
    .selectDistinct({ iri: actor.iri, reader: follow.followerId })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followedId))
    .where(
      and(
        eq(follow.state, "accepted"),
        eq(actor.local, false),
        eq(actor.kind, "group"),
        isNull(actor.gone),
        lt(actor.fetched, before),
      ),
    )
    .limit(atOnce);
  const once = new Map(stale.map((one) => [one.iri, one.reader]));
  for (const [iri, reader] of [...once].slice(0, 20)) {
    const answer = await fetchDocument(deps, iri, reader);
    if (!answer.ok || answer.value.document.id !== iri) continue;
    await storeActor(deps, answer.value.document);
    const group = await actorByIri(deps.store.db, iri);
    if (group) await readManagers(deps, group, reader);
  }
}
