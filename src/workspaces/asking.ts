import { and, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import { askedAct } from "../../db/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { notify } from "../notifications/index.ts";
import { onlyManagers } from "./operations.ts";
import { mayManage, type Standing } from "./rules.ts";

export type ActKind = (typeof askedAct.$inferSelect)["kind"];

/** What a manager does, to a post or to a person. */
export interface Act {
  workspaceId: Id;
  kind: ActKind;
  contentId?: Id | null;
  memberId?: Id | null;
  /** The workspace to which a discussion is moved. */
  targetId?: Id | null;
  reason?: string | null;
  ends?: Date | null;
}

const same = ({ workspaceId, kind, contentId, memberId }: Act) =>
  and(
    eq(askedAct.workspaceId, workspaceId),
    eq(askedAct.kind, kind),
    contentId ? eq(askedAct.contentId, contentId) : isNull(askedAct.contentId),
    memberId ? eq(askedAct.memberId, memberId) : isNull(askedAct.memberId),
    eq(askedAct.state, "waiting"),
  );

/**
 * Lets managers act. Where the workspace lives here, or its home has decided (`ctx.settled`), the act is carried out
 * by the caller. Where it lives elsewhere, its home is asked, and what it answers is carried out when it comes.
 *
 * @param standing of the one who acts
 * @returns whether the caller carries it out now
 * @throws {Refusal} `forbidden` for whoever is no manager
 */
export async function decidesHere(
  ctx: Context,
  made: Change,
  standing: Standing,
  act: Act,
): Promise<boolean> {
  if (ctx.settled) {
    await settleAsked(made, act);
    return true;
  }
  const manager = signedIn(ctx);
  // Its home alone is asked, by the manager's own server: nobody asks there in the name of somebody elsewhere.
  if (!mayManage(standing) || !(standing.local || manager.local)) throw onlyManagers();
  if (standing.local) return true;
  await ask(ctx, made, manager.id, act);
  return false;
}

/**
 * An act that changes nothing here, because it was so already. Whoever asked for it from elsewhere waits for an answer.
 *
 * @throws {Refusal} `conflict` for an act that came from elsewhere and is this workspace's to decide
 */
export function changesNothing(ctx: Context, from: { activityIri: string } | undefined): void {
  if (from && !ctx.settled) throw new Refusal("conflict", "It was so already. Nothing had to be changed.");
}

export async function ask(ctx: Context, made: Change, actorId: Id, act: Act): Promise<void> {
  const { tx, at, record } = made;
  const [waiting] = await tx.select({ id: askedAct.id }).from(askedAct).where(same(act));
  if (waiting) return;
  const id = newId(at);
  const {
    workspaceId,
    kind,
    contentId = null,
    memberId = null,
    targetId = null,
    reason = null,
    ends = null,
  } = act;
  await tx.insert(askedAct).values({
    id,
    workspaceId,
    actorId,
    kind,
    contentId,
    memberId,
    targetId,
    reason,
    ends,
    activityIri: `${ctx.origin}/activities/${id}`,
    state: "waiting",
    created: at,
  });
  await record({
    kind: "act.asked",
    workspaceId,
    ...(contentId ? { contentId } : {}),
    data: { askedId: id, act: kind, ...(memberId ? { memberId } : {}), ...(reason ? { reason } : {}) },
  });
}

/** Its home has done it, whoever asked first. */
const settleAsked = ({ tx, at }: Change, act: Act) =>
  tx.update(askedAct).set({ state: "done", settled: at }).where(same(act));

/** Its home would not: whoever asked is told why. */
export async function refuseAsked(
  ctx: Context,
  { workspaceId, activityIri, answer }: { workspaceId: Id; activityIri: string; answer: string },
): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    const [act] = await tx
      .update(askedAct)
      .set({ state: "refused", answer: answer.slice(0, 500), settled: at })
      .where(
        and(
          eq(askedAct.workspaceId, workspaceId),
          eq(askedAct.activityIri, activityIri),
          eq(askedAct.state, "waiting"),
        ),
      )
      .returning();
    if (!act) return;
    const { kind, contentId, memberId, actorId } = act;
    await notify(made, { kind: "act refused", personId: actorId, workspaceId, contentId, text: answer });
    await record({
      kind: "act.refused",
      workspaceId,
      actorId,
      ...(contentId ? { contentId } : {}),
      data: { act: kind, ...(memberId ? { memberId } : {}), answer },
    });
  });
}

/** Something asked of a workspace's home that has not been done, as its managers see it. */
export interface AskedAct {
  id: Id;
  kind: ActKind;
  contentId: Id | null;
  memberId: Id | null;
  refused: boolean;
  answer: string | null;
  created: Date;
}

/** How long managers see what was refused, in ms. */
const refusalsShown = 7 * 24 * 60 * 60_000;

/** What waits for the answer of a workspace's home, and what it lately refused, the newest first. For managers. */
export async function openActs(
  ctx: Context,
  standing: Standing,
  about: { contentIds?: Id[] } = {},
): Promise<AskedAct[]> {
  if (!mayManage(standing)) return [];
  const recent = new Date(ctx.clock().getTime() - refusalsShown);
  const rows = await ctx.store.db
    .select()
    .from(askedAct)
    .where(
      and(
        eq(askedAct.workspaceId, standing.workspaceId),
        inArray(askedAct.state, ["waiting", "refused"]),
        gt(askedAct.created, recent),
        about.contentIds ? inArray(askedAct.contentId, about.contentIds) : undefined,
      ),
    )
    .orderBy(desc(askedAct.id))
    .limit(100);
  return rows.map(({ id, kind, contentId, memberId, state, answer, created }) => ({
    id,
    kind,
    contentId,
    memberId,
    refused: state === "refused",
    answer,
    created,
  }));
}
