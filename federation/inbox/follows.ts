import { and, eq, ne } from "drizzle-orm";
import { activity as sentActivity, actor, follow, history, membership, type Writer } from "../../db/index.ts";
import { obstacle, obstacleText } from "../../src/agreements/index.ts";
import { change } from "../../src/context.ts";
import type { NewEvent } from "../../src/core/events.ts";
import { Refusal } from "../../src/core/refusal.ts";
import { settleContent, takeBackEdit, takeBackLike } from "../../src/forums/index.ts";
import { settleAttendance } from "../../src/gatherings/index.ts";
import { decide, join, leave, refuseAsked, removeMember } from "../../src/workspaces/index.ts";
import { current } from "../../src/organisations/index.ts";
import { verdictFor } from "../../src/peers/index.ts";
import { actorByIri, type ActorRow, workspaceById } from "../actors/rows.ts";
import type { Deps } from "../deps.ts";
import { answered } from "./agreements.ts";
import { sendBack } from "../delivery/send-back.ts";
import { checkPeer } from "../remote/peers.ts";
import { onFollowAnswered, onFollowPerson } from "./followers.ts";
import { speaksFor } from "./find-content.ts";
import { movedAway } from "./moved-away.ts";
import { moveRefused } from "./moves.ts";
import { invitationDeclined } from "./invitations.ts";
import { wasUndone } from "./before.ts";
import { joinAnswered } from "./gatherings.ts";
import { settlingRefused } from "./proposals.ts";
import { answersReport } from "./reports.ts";
import { requestAnswered } from "./requests.ts";
import {
  actingContext,
  type Arrived,
  done,
  type Handler,
  ignored,
  type Outcome,
  refused,
  settledContext,
} from "./arrived.ts";

/** Somebody elsewhere asks to join a workspace of ours. Asked twice, it is answered twice, the same. */
export const onFollow: Handler = async (deps, arrived) => {
  const { activity, sender } = arrived;
  const target = await actorByIri(deps.store.db, activity.objectId ?? "");
  if (!target?.local || target.gone) return ignored("The one to follow does not live here");
  if (target.kind === "application") return ignored("An instance is not followed");
  const ctx = actingContext(deps, arrived);
  if (await wasUndone(deps, activity.id, null)) return ignored("It was taken back before it came");
  if (target.kind === "person") return onFollowPerson(deps, arrived, target);
  const again = await declinedBefore(deps, {
    followIri: activity.id,
    memberId: sender.id,
    workspaceId: target.id,
  });
  if (again) {
    await change(ctx, ({ record }) => record(again));
    return done;
  }
  const group = await workspaceById(deps.store.db, target.id);
  // What software asks is known before what is for members goes there.
  if (group!.level !== "open") await checkPeer(deps, sender.host);
  const place = { workspaceId: target.id, level: group!.level, host: sender.host };
  const why = await obstacle(deps.store.db, deps.clock(), place);
  // Nobody outside learns that a confidential one is there.
  if (why && group!.level === "confidential") return ignored("It is not shared with this server");
  try {
    if (group!.actor.movedTo) throw movedAway(group!.actor.movedTo);
    if (why) throw new Refusal("forbidden", obstacleText(why, await organisationName(deps), sender.host));
    await join(ctx, {
      workspaceId: target.id,
      followIri: activity.id,
      ask: (await verdictFor(deps.store, sender.host)) === "silenced",
      reason: activity.content?.slice(0, 1000) ?? "",
    });
    return done;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (group!.level === "confidential") return ignored(error.message);
    // Said to the one who asks, so that nobody waits for an answer that never comes.
    await change(ctx, async ({ record }) => {
      const data = { followIri: activity.id, memberId: sender.id, answer: error.message };
      await record({ kind: "member.declined", workspaceId: target.id, data });
    });
    return refused(error.message);
  }
};

const organisationName = async ({ store, env }: Deps): Promise<string> =>
  (await current(store))?.name ?? env.host;

/** Mobilizon's people leave, where others undo what they followed by. */
export const onLeave: Handler = async (deps, arrived) => {
  const { activity, sender, group } = arrived;
  const [row] = await deps.store.db
    .select({ workspaceId: follow.followedId })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followedId))
    .where(
      and(
        eq(follow.followerId, sender.id),
        eq(actor.local, true),
        eq(actor.kind, "group"),
        eq(actor.iri, activity.objectId ?? ""),
      ),
    );
  if (group || !row) return ignored("There was no such membership");
  return leaves(deps, arrived, row.workspaceId);
};

/** Somebody elsewhere belongs to a workspace of ours no longer. What they said before is still told to their server. */
export async function leaves(deps: Deps, arrived: Arrived, workspaceId: number): Promise<Outcome> {
  const { host, inbox } = arrived.sender;
  await deps.store.together(async (store) => {
    const within = { ...deps, store };
    await leave(actingContext(within, arrived), { workspaceId });
    await sendBack(within, { workspaceId, host, to: inbox });
  });
  return done;
}

/** The same Follow that was declined, sent again because its answer got lost: answered again, and not asked anew. */
async function declinedBefore(
  deps: Deps,
  { followIri, memberId, workspaceId }: { followIri: string; memberId: number; workspaceId: number },
): Promise<NewEvent | null> {
  const [row] = await deps.store.db
    .select({ answer: membership.answer })
    .from(follow)
    .innerJoin(
      membership,
      and(eq(membership.workspaceId, follow.followedId), eq(membership.actorId, follow.followerId)),
    )
    .where(
      and(
        eq(follow.iri, followIri),
        eq(follow.followerId, memberId),
        eq(follow.followedId, workspaceId),
        eq(follow.state, "rejected"),
        eq(membership.state, "declined"),
      ),
    );
  const data = { followIri, memberId, answer: row?.answer ?? "" };
  return row ? { kind: "member.declined", workspaceId, data } : null;
}

/** The Follow of one of ours that an answer is about, if it is the sender's to answer. */
async function asked(deps: Deps, { objectId, senderId }: { objectId: string | null; senderId: number }) {
  if (!objectId) return null;
  const [row] = await deps.store.db
    .select({ followerId: follow.followerId, followedId: follow.followedId, state: follow.state })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(and(eq(follow.iri, objectId), eq(follow.followedId, senderId), eq(actor.local, true)));
  return row ?? null;
}

/** A workspace elsewhere lets one of ours in. Where nobody here belonged to it, its history is fetched. */
export const onAccept: Handler = async (deps, arrived) => {
  const { activity, sender } = arrived;
  if (sender.kind === "application") return answered(deps, arrived, true);
  const row = await asked(deps, { objectId: activity.objectId, senderId: sender.id });
  if (!row && (await joinAnswered(deps, arrived))) return done;
  if (!row && (await answersReport(deps, arrived, true))) return done;
  if (!row) return (await requestAnswered(deps, arrived, true)) ?? ignored("There is no such request");
  if (sender.kind !== "group")
    return onFollowAnswered(deps, arrived, { followerId: row.followerId, accept: true });
  const workspaceId = sender.id;
  await decide(settledContext(deps, null), {
    workspaceId,
    memberId: row.followerId,
    approve: true,
    answer: activity.summary ?? "",
  });
  await fetchPast(deps, { workspaceId, readerId: row.followerId, wasMember: row.state === "accepted" });
  return done;
};

/** Has the past of a workspace fetched: from the beginning where nobody here belonged and nothing was sent. */
export async function fetchPast(
  deps: Deps,
  { workspaceId, readerId, wasMember }: { workspaceId: number; readerId: number; wasMember: boolean },
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const now = deps.clock();
    const values = { readerId, state: "waiting" as const, started: now, updated: now };
    const anew = { ...values, nextPage: null, done: 0, attempts: 0, nextAttempt: null, problem: null };
    const insert = tx.insert(history).values({ workspaceId, ...values });
    const missed = !wasMember && !(await hasOtherMember(tx, workspaceId, readerId));
    // While nobody here was a member nothing was sent: then it is read again from the beginning.
    await (missed
      ? insert.onConflictDoUpdate({ target: history.workspaceId, set: anew })
      : insert.onConflictDoNothing());
  });
}

async function hasOtherMember(
  tx: Pick<Writer, "select">,
  workspaceId: number,
  than: number,
): Promise<boolean> {
  const [row] = await tx
    .select({ id: membership.id })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(
        eq(membership.workspaceId, workspaceId),
        eq(membership.state, "active"),
        eq(actor.local, true),
        ne(membership.actorId, than),
      ),
    )
    .limit(1);
  return !!row;
}

/** A workspace elsewhere declines or removes one of ours, or does not take in what one of ours wrote. */
export const onReject: Handler = async (deps, arrived) => {
  const { activity, sender } = arrived;
  if (sender.kind === "application") return answered(deps, arrived, false);
  const declined = sender.kind === "person" ? await invitationDeclined(deps, arrived) : null;
  if (declined) return declined;
  const answer = activity.summary ?? "";
  if (await joinAnswered(deps, arrived, answer)) return done;
  const row = await asked(deps, { objectId: activity.objectId, senderId: sender.id });
  if (row && sender.kind !== "group")
    return onFollowAnswered(deps, arrived, { followerId: row.followerId, accept: false });
  if (row) {
    const [known] = await deps.store.db
      .select({ state: membership.state })
      .from(membership)
      .where(and(eq(membership.workspaceId, sender.id), eq(membership.actorId, row.followerId)));
    const ctx = settledContext(deps, null);
    const member = { workspaceId: sender.id, memberId: row.followerId, answer };
    if (known?.state === "active") await removeMember(ctx, member);
    else if (known?.state === "requested") await decide(ctx, { ...member, approve: false });
    return done;
  }
  if (await answersReport(deps, arrived, false)) return done;
  const decided = await requestAnswered(deps, arrived, false);
  if (decided) return decided;
  const moved = await moveRefused(deps, activity.objectId ?? "", sender.id);
  if (moved) {
    const refusal = { workspaceId: moved.fromId, activityIri: activity.objectId!, answer };
    await refuseAsked(settledContext(deps, null), refusal);
    return done;
  }
  return notTakenIn(deps, { iri: activity.objectId ?? "", by: sender, answer });
};

/** Whether one comes to an event. */
const answers = new Set(["Join", "Ignore", "Leave"]);

/** What one of ours sent to a workspace elsewhere was not taken in there: then it does not count here either. */
async function notTakenIn(
  deps: Deps,
  { iri, by, answer }: { iri: string; by: ActorRow; answer: string },
): Promise<Outcome> {
  const [sent] = await deps.store.db
    .select({
      workspaceId: sentActivity.workspaceId,
      type: sentActivity.type,
      contentId: sentActivity.contentId,
      created: sentActivity.created,
      byId: sentActivity.actorId,
      body: sentActivity.body,
    })
    .from(sentActivity)
    .where(eq(sentActivity.iri, iri));
  // Where a discussion was moved meanwhile, the workspace that it was sent to says so.
  const workspaceId = sent?.workspaceId ?? null;
  if (!sent || workspaceId === null || !(await speaksFor(deps, by, workspaceId)))
    return ignored("There is no such request");
  const ctx = settledContext(deps, null);
  const why = answer || "It was not accepted.";
  const { type, contentId, created, byId, body } = sent;
  if (type === "Create" && contentId) await settleContent(ctx, { contentId, refused: why });
  else if (type === "Update" && contentId) {
    await takeBackEdit(ctx, { contentId, edited: created, answer: why });
    await settlingRefused(deps, { contentId, workspaceId, byId, body, answer: why });
  } else if (answers.has(type)) await settleAttendance(ctx, { iri, byId: null, refused: why });
  else if (type === "Like") await takeBackLike(ctx, { likeIri: iri, answer: why });
  else await refuseAsked(ctx, { workspaceId, activityIri: iri, answer: why });
  return done;
}
