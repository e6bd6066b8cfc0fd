import { and, eq } from "drizzle-orm";
import { actor, attendance, content, gathering } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { isRemoved, postFor, timeSaid } from "../forums/index.ts";
import { notify } from "../notifications/index.ts";
import { blockedHere, mayContribute } from "../workspaces/index.ts";
import { answerElsewhere, eventOver, isOver, takesAnswers } from "./rules.ts";

export type AttendanceAnswer = (typeof attendance.$inferSelect)["answer"];

export interface AnswerGathering {
  contentId: Id;
  /** `none` takes back what was said. */
  answer: AttendanceAnswer;
  /** Of one that came from elsewhere: its address, and when it was said by the clock there. */
  from?: { activityIri: string; said: Date | null };
}

/**
 * Says whether one comes. The same twice is once; the last word counts, in whatever order they are heard.
 *
 * @throws {Refusal} `not found` where there is no event, or one that they may not see; `forbidden` for who does not belong
 *   or was blocked; `gone`; `invalid` when it is over, and where answers are taken elsewhere
 */
export async function answerGathering(
  ctx: Context,
  { contentId, answer, from }: AnswerGathering,
): Promise<void> {
  const by = signedIn(ctx);
  await change(ctx, async ({ tx, at, record }) => {
    const { post, standing } = await postFor(ctx, tx, contentId);
    const [found] = await tx.select().from(gathering).where(eq(gathering.contentId, contentId));
    if (!found) throw notFound();
    if (post.deleted || (by.local && post.hidden)) {
      if (by.local) throw new Refusal("gone", "This event is not there any more.");
      // What a manager removed may come back, and who came with it.
      if (!isRemoved(post)) return;
    }
    // Taking back is nobody's to refuse: on their own server it is taken back already.
    const free = ctx.settled || (!by.local && answer === "none");
    if (!free && !mayContribute(standing, by)) {
      if (standing.blocked) throw blockedHere();
      throw new Refusal("forbidden", "Join this workspace to say whether you come.");
    }
    if (by.local && !ctx.settled) {
      if (isOver(found, at)) throw eventOver();
      if (!takesAnswers(found.joinMode)) throw answerElsewhere();
    }
    const mine = and(eq(attendance.contentId, contentId), eq(attendance.actorId, by.id));
    const [had] = await tx.select().from(attendance).where(mine);
    if (!had && answer === "none" && !from) return;
    // Who may say nothing here, and has nothing to take back: members are told of what they said, and of nothing else.
    const nothing = answer === "none" && (had?.answer ?? "none") === "none";
    if (nothing && !ctx.settled && !mayContribute(standing, by)) return;
    if (had && (from ? had.iri === from.activityIri : had.answer === answer)) return;
    // Of two in the same moment, the one that is heard later was said later.
    const after = new Date(Math.max(at.getTime(), (had?.said.getTime() ?? -1) + 1));
    const said = from ? timeSaid(from.said ?? at, at) : after;
    if (had && had.said > said) return;
    const [author] = await tx.select({ local: actor.local }).from(actor).where(eq(actor.id, post.authorId));
    const asked = by.local && !author?.local && answer === "coming" && found.joinMode === "restricted";
    const iri = from?.activityIri ?? `${ctx.origin}/activities/${newId(at)}`;
    const values = { answer, asked, iri, said };
    await tx
      .insert(attendance)
      .values({ contentId, actorId: by.id, ...values })
      .onConflictDoUpdate({ target: [attendance.contentId, attendance.actorId], set: values });
    const data = { answer, answerIri: iri, said: said.toISOString() };
    await record({
      kind: "gathering.answered",
      workspaceId: post.workspaceId,
      contentId,
      data: from ? { ...data, activityIri: from.activityIri } : data,
    });
  });
}

/**
 * The organiser elsewhere says yes or no to somebody here who wants to come, or the home of the workspace does not count
 * what they said. What is refused does not count here either, and they are told.
 *
 * @param iri of what they said
 * @param byId the organiser; null where the home says it
 * @returns whether there was such an answer
 */
export async function settleAttendance(
  ctx: Context,
  { iri, byId, refused }: { iri: string; byId: Id | null; refused?: string },
): Promise<boolean> {
  return change(ctx, async (made) => {
    const { tx } = made;
    const [found] = await tx
      .select({
        contentId: attendance.contentId,
        personId: attendance.actorId,
        workspaceId: content.workspaceId,
        authorId: content.authorId,
      })
      .from(attendance)
      .innerJoin(content, eq(content.id, attendance.contentId))
      .innerJoin(actor, eq(actor.id, attendance.actorId))
      .where(and(eq(attendance.iri, iri), eq(actor.local, true)));
    if (!found || (byId !== null && found.authorId !== byId)) return false;
    const { contentId, personId, workspaceId } = found;
    const mine = and(eq(attendance.contentId, contentId), eq(attendance.actorId, personId));
    if (refused === undefined) {
      await tx.update(attendance).set({ asked: false }).where(mine);
      return true;
    }
    await tx.update(attendance).set({ answer: "none", asked: false }).where(mine);
    const told = { kind: "attendance refused", personId, workspaceId, contentId } as const;
    await notify(made, { ...told, text: refused.slice(0, 500) || null });
    return true;
  });
}
