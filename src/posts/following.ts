import { and, eq } from "drizzle-orm";
import { actor, follow, notification, type Writer } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { notify } from "../notifications/index.ts";
import { areApart } from "../ties/index.ts";
import { personalPosts } from "./facts.ts";
import { switchedOff } from "./rules.ts";

const between = (followerId: Id, followedId: Id) =>
  and(eq(follow.followerId, followerId), eq(follow.followedId, followedId));

async function personIn(tx: Writer, id: Id) {
  const [row] = await tx
    .select({ id: actor.id, local: actor.local, approves: actor.approves })
    .from(actor)
    .where(and(eq(actor.id, id), eq(actor.kind, "person")));
  if (!row) throw notFound();
  return row;
}

export interface FollowPerson {
  personId: Id;
  /** Whether what they boost is shown, and whether each post of theirs is told. Undefined leaves it. */
  reblogs?: boolean;
  notify?: boolean;
  /** Address of the Follow, where it came from elsewhere. */
  followIri?: string;
  /** Whoever is followed decides, also where they let everybody follow. */
  ask?: boolean;
}

/**
 * Follows a person, or asks to where they decide themselves or live elsewhere: their server answers. Again, it only
 * changes what is shown of them; a Follow from elsewhere that comes again is answered again.
 *
 * @returns whether they are followed now; otherwise they are asked
 */
export async function followPerson(ctx: Context, input: FollowPerson): Promise<boolean> {
  const follower = signedIn(ctx);
  const { personId, reblogs, notify: telling, followIri, ask } = input;
  if (personId === follower.id) throw new Refusal("forbidden", "You cannot follow yourself.");
  return change(ctx, async (made) => {
    const { tx, at, record } = made;
    const person = await personIn(tx, personId);
    if (await areApart(tx, personId, follower.id)) {
      // Another server is answered: it would ask again for ever.
      if (follower.local || followIri === undefined)
        throw new Refusal("forbidden", "You and this person cannot follow each other.");
      const data = { followIri, followerId: follower.id };
      await record({ kind: "follow.declined", actorId: personId, data });
      return false;
    }
    const shown = {
      ...(reblogs === undefined ? {} : { reblogs }),
      ...(telling === undefined ? {} : { notify: telling }),
    };
    const pair = between(follower.id, personId);
    const [had] = await tx.select().from(follow).where(pair);
    if (had && had.state !== "rejected" && followIri === undefined) {
      if (Object.keys(shown).length > 0) await tx.update(follow).set(shown).where(pair);
      return had.state === "accepted";
    }
    if (!(await personalPosts(tx))) throw switchedOff();
    const iri = followIri ?? `${ctx.origin}/activities/${newId(at)}`;
    const accepted = had?.state === "accepted" || (person.local && !person.approves && !ask);
    const state = accepted ? ("accepted" as const) : ("pending" as const);
    await tx
      .insert(follow)
      .values({
        id: newId(at),
        iri,
        followerId: follower.id,
        followedId: personId,
        ofPerson: true,
        state,
        created: at,
        asked: at,
        ...shown,
      })
      .onConflictDoUpdate({
        target: [follow.followerId, follow.followedId],
        set: { iri, state, asked: at, ...shown },
      });
    const news = had?.state !== state;
    await record({ kind: "follow.requested", data: { followIri: iri, followedId: personId } });
    if (accepted)
      await record({
        kind: "follow.accepted",
        actorId: personId,
        data: { followIri: iri, followerId: follower.id },
      });
    if (news && person.local)
      await notify(made, { kind: accepted ? "follow" : "follow request", personId, actorId: follower.id });
    return accepted;
  });
}

/** Follows somebody no longer, or takes the request back. */
export async function unfollowPerson(ctx: Context, { personId }: { personId: Id }): Promise<void> {
  const follower = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, record } = made;
    const [gone] = await tx.delete(follow).where(between(follower.id, personId)).returning();
    if (!gone) return;
    await forgetAsking(made, personId, follower.id);
    if (gone.state === "rejected") return;
    await record({ kind: "follow.ended", data: { followIri: gone.iri, followedId: personId } });
  });
}

/** A request that was answered or taken back is told no longer, nor is a follower who left. */
async function forgetAsking({ tx }: Change, personId: Id, followerId: Id): Promise<void> {
  for (const kind of ["follow request", "follow"] as const)
    await tx
      .delete(notification)
      .where(
        and(
          eq(notification.personId, personId),
          eq(notification.kind, kind),
          eq(notification.actorId, followerId),
        ),
      );
}

export interface AnswerFollow {
  followerId: Id;
  accept: boolean;
}

/**
 * Accepts or declines a request to follow: oneself a member's, or as it is answered by somebody elsewhere, who is the
 * acting one then.
 *
 * @throws {Refusal} `not found` where nobody asks
 */
export async function answerFollow(ctx: Context, { followerId, accept }: AnswerFollow): Promise<void> {
  const followed = signedIn(ctx);
  await change(ctx, async (made) => {
    const { tx, record } = made;
    const pair = between(followerId, followed.id);
    const [asked] = await tx.select().from(follow).where(pair);
    if (!asked || asked.state === "rejected") throw notFound();
    if (asked.state === "accepted" && (accept || followed.local)) {
      if (accept) return;
      throw notFound();
    }
    if (accept) await tx.update(follow).set({ state: "accepted" }).where(pair);
    else await tx.delete(follow).where(pair);
    if (followed.local) await forgetAsking(made, followed.id, followerId);
    await record({
      kind: accept ? "follow.accepted" : "follow.declined",
      data: { followIri: asked.iri, followerId },
    });
  });
}

/** Lets somebody follow one no longer. They are told by their server. */
export async function removeFollower(ctx: Context, { followerId }: { followerId: Id }): Promise<void> {
  const followed = signedIn(ctx);
  await change(ctx, async (made) => {
    const [gone] = await made.tx.delete(follow).where(between(followerId, followed.id)).returning();
    if (!gone) return;
    await forgetAsking(made, followed.id, followerId);
    if (gone.state === "rejected") return;
    await made.record({ kind: "follower.removed", data: { followIri: gone.iri, followerId } });
  });
}

/** Decides whether people ask before they follow oneself, or follow at once. Who asks already still waits. */
export async function setApproval(ctx: Context, approves: boolean): Promise<void> {
  const { id } = signedIn(ctx);
  await change(ctx, async ({ tx, record }) => {
    await tx.update(actor).set({ approves }).where(eq(actor.id, id));
    await record({ kind: "person.changed", actorId: id, data: {} });
  });
}
