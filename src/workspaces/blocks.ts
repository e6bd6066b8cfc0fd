import { and, desc, eq, lte } from "drizzle-orm";
import { actor, block, givenAs, peer, prepared } from "../../db/index.ts";
import { card, cardColumns, peerOf, type Card } from "../actors/index.ts";
import { change, type Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { notify } from "../notifications/index.ts";
import { changesNothing, decidesHere } from "./asking.ts";
import { declineWaiting } from "./deciding.ts";
import { alone } from "./membership.ts";
import { onlyManagers } from "./operations.ts";
import { standing, visitorStanding } from "./queries.ts";
import { mayManage } from "./rules.ts";

export interface BlockMember {
  workspaceId: Id;
  memberId: Id;
  reason?: string;
  /** When it ends by itself; until it is lifted, without. */
  ends?: Date | null;
  from?: { activityIri: string };
}

/**
 * A manager blocks somebody, member or not: they can no longer write in the workspace or join it. Done again, it has
 * another end and reason.
 *
 * @throws {Refusal} `conflict` for a manager, who has to be made a member first
 */
export async function blockMember(ctx: Context, input: BlockMember): Promise<void> {
  const { workspaceId, memberId, from } = input;
  const reason = (input.reason ?? "").slice(0, 1000);
  const ends = input.ends ?? null;
  await change(ctx, async (made) => {
    const { tx, at, record } = made;
    await alone(tx, workspaceId);
    const found = await standing(tx, workspaceId, ctx.actor?.id ?? null);
    // Who manages a workspace is told to nobody else.
    if (!ctx.settled && mayManage(found) && mayManage(await standing(tx, workspaceId, memberId)))
      throw new Refusal("conflict", "A manager cannot be blocked. Make them a member first.");
    const act = { kind: "block", workspaceId, memberId, reason, ends } as const;
    if (!(await decidesHere(ctx, made, found, act))) return;
    const [who] = await tx.select({ kind: actor.kind }).from(actor).where(eq(actor.id, memberId));
    if (who?.kind !== "person") throw notFound();
    // Its end came before it did.
    if (ends && ends <= at) return changesNothing(ctx, from);
    const byId = ctx.actor?.id ?? null;
    await tx
      .insert(block)
      .values({ workspaceId, actorId: memberId, byId, reason: reason || null, ends, created: at })
      .onConflictDoUpdate({
        target: [block.workspaceId, block.actorId],
        set: { byId, reason: reason || null, ends },
      });
    const data = { memberId, reason, ends: ends?.toISOString() ?? null, ...(from ? { ...from } : {}) };
    await record({ kind: "member.blocked", workspaceId, data });
    await declineWaiting(made, { workspaceId, memberId, byId });
    await notify(made, { kind: "blocked", personId: memberId, workspaceId, text: reason || null });
  });
}

/** A manager lets somebody write again. */
export async function unblockMember(
  ctx: Context,
  { workspaceId, memberId, from }: Pick<BlockMember, "workspaceId" | "memberId" | "from">,
): Promise<void> {
  await change(ctx, async (made) => {
    const { tx, record } = made;
    await alone(tx, workspaceId);
    const found = await standing(tx, workspaceId, ctx.actor?.id ?? null);
    if (!(await decidesHere(ctx, made, found, { kind: "unblock", workspaceId, memberId }))) return;
    const lifted = await tx
      .delete(block)
      .where(and(eq(block.workspaceId, workspaceId), eq(block.actorId, memberId)))
      .returning({ id: block.actorId });
    if (lifted.length === 0) return changesNothing(ctx, from);
    await record({ kind: "member.unblocked", workspaceId, data: { memberId, ...(from ? { ...from } : {}) } });
    await notify(made, { kind: "unblocked", personId: memberId, workspaceId });
  });
}

const endedQuery = prepared("blocks that have ended", (db) =>
  db
    .select({ workspaceId: block.workspaceId, memberId: block.actorId })
    .from(block)
    .where(lte(block.ends, givenAs(block.ends, "now")))
    .limit(500),
);

/** Lifts what has come to its end; each instance by its own clock. Answers how many. */
export async function liftEnded(ctx: Context): Promise<number> {
  const due = await endedQuery(ctx.store, { now: ctx.clock() });
  for (const { workspaceId, memberId } of due) {
    await change(ctx, async (made) => {
      const ended = and(
        eq(block.workspaceId, workspaceId),
        eq(block.actorId, memberId),
        lte(block.ends, made.at),
      );
      const lifted = await made.tx.delete(block).where(ended).returning({ id: block.actorId });
      if (lifted.length === 0) return;
      await made.record({ kind: "member.unblocked", workspaceId, data: { memberId, ended: true } });
      await notify(made, { kind: "unblocked", personId: memberId, workspaceId });
    });
  }
  return due.length;
}

export interface Blocked extends Card {
  reason: string | null;
  ends: Date | null;
  since: Date;
}

/** Who is blocked, the last first. For managers. */
export async function blocksOf(ctx: Context, workspaceId: Id, ours: string): Promise<Blocked[]> {
  if (!mayManage(await visitorStanding(ctx, workspaceId))) throw onlyManagers();
  const rows = await ctx.store.db
    .select({ ...cardColumns, reason: block.reason, ends: block.ends, since: block.created })
    .from(block)
    .innerJoin(actor, eq(actor.id, block.actorId))
    .leftJoin(peer, peerOf)
    .where(eq(block.workspaceId, workspaceId))
    .orderBy(desc(block.created))
    .limit(500);
  return rows.map((row) => ({ ...card(row, ours), reason: row.reason, ends: row.ends, since: row.since }));
}
