import { and, asc, desc, eq, isNull, lt } from "drizzle-orm";
import { actor, peer, receipt } from "../../db/index.ts";
import { change, type Change, type Context } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { managing } from "./members.ts";

interface Whose {
  workspaceId: Id;
  memberId: Id;
}

const whose = ({ workspaceId, memberId }: Whose) =>
  and(eq(receipt.workspaceId, workspaceId), eq(receipt.memberId, memberId));

/** Asks the server of somebody who no longer belongs to delete what it holds. Nobody is asked about our own people. */
export async function askPurge({ tx, at, record }: Change, { workspaceId, memberId }: Whose): Promise<void> {
  const [member] = await tx
    .select({ host: actor.host, local: actor.local })
    .from(actor)
    .where(eq(actor.id, memberId));
  if (!member || member.local) return;
  const asked = {
    host: member.host,
    state: "asked" as const,
    asked: at,
    lastAsked: at,
    times: 1,
    confirmed: null,
  };
  await tx
    .insert(receipt)
    .values({ id: newId(at), workspaceId, memberId, ...asked })
    .onConflictDoUpdate({ target: [receipt.workspaceId, receipt.memberId], set: asked });
  await record({ kind: "purge.asked", workspaceId, data: { memberId } });
}

/** Who belongs again has nothing to delete. */
export async function forgetReceipt({ tx }: Change, one: Whose): Promise<void> {
  await tx.delete(receipt).where(whose(one));
}

async function again({ tx, at, record }: Change, { workspaceId, memberId }: Whose): Promise<void> {
  const [row] = await tx
    .select({ times: receipt.times })
    .from(receipt)
    .where(whose({ workspaceId, memberId }));
  if (!row) throw notFound();
  await tx
    .update(receipt)
    .set({ lastAsked: at, times: row.times + 1 })
    .where(whose({ workspaceId, memberId }));
  await record({ kind: "purge.asked", workspaceId, data: { memberId } });
}

/** A manager asks a server again that has not confirmed. */
export async function askPurgeAgain(ctx: Context, one: Whose): Promise<void> {
  await managing(ctx, one.workspaceId);
  await change(ctx, (made) => again(made, one));
}

/** Asked again by itself after this time, in ms. */
const askedEvery = 24 * 60 * 60_000;

/** Servers that have not confirmed for a day are asked again. Answers how many. */
export async function askOverdue(ctx: Context): Promise<number> {
  const due = await ctx.store.db
    .select({ workspaceId: receipt.workspaceId, memberId: receipt.memberId })
    .from(receipt)
    .where(
      and(eq(receipt.state, "asked"), lt(receipt.lastAsked, new Date(ctx.clock().getTime() - askedEvery))),
    )
    .orderBy(asc(receipt.lastAsked))
    .limit(100);
  for (const one of due) await change(ctx, (made) => again(made, one));
  return due.length;
}

/** The other server says that it has deleted what it held, or that others of its people still belong. */
export async function settleReceipt(
  ctx: Context,
  { host, deleted, ...one }: Whose & { host: string; deleted: boolean },
): Promise<void> {
  await change(ctx, async ({ tx, at }) => {
    await tx
      .update(receipt)
      .set({ state: deleted ? "deleted" : "kept", confirmed: at })
      .where(and(whose(one), eq(receipt.host, host), isNull(receipt.confirmed)));
  });
}

export interface Receipt {
  memberId: Id;
  member: string;
  organisation: string;
  /** Whether their software answers at all. */
  answers: boolean;
  state: "asked" | "deleted" | "kept";
  asked: Date;
  lastAsked: Date;
  times: number;
  confirmed: Date | null;
}

/** What other servers were asked to delete, and what they answered; the last first. For managers. */
export async function receiptsOf(ctx: Context, workspaceId: Id): Promise<Receipt[]> {
  await managing(ctx, workspaceId);
  const rows = await ctx.store.db
    .select({
      memberId: receipt.memberId,
      member: actor.name,
      host: receipt.host,
      peerName: peer.name,
      software: peer.software,
      state: receipt.state,
      asked: receipt.asked,
      lastAsked: receipt.lastAsked,
      times: receipt.times,
      confirmed: receipt.confirmed,
    })
    .from(receipt)
    .innerJoin(actor, eq(actor.id, receipt.memberId))
    .leftJoin(peer, eq(peer.host, receipt.host))
    .where(eq(receipt.workspaceId, workspaceId))
    .orderBy(desc(receipt.asked))
    .limit(200);
  return rows.map(({ host, peerName, software, ...row }) => ({
    ...row,
    organisation: peerName ?? host,
    answers: software === "tombolo",
  }));
}
