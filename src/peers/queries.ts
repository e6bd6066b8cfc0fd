import { and, asc, desc, eq, gt, lte, min, sql } from "drizzle-orm";
import { instance, outgoing, peer, peerRule } from "../../db/index.ts";
import type { Context } from "../context.ts";
import { notFound } from "../core/refusal.ts";
import { administrator } from "../people/index.ts";
import type { Listed } from "./csv.ts";
import type { Rule } from "./rules.ts";
import { verdictFor } from "./rulings.ts";

/** A server as its page shows it. */
export interface PeerItem {
  host: string;
  name: string | null;
  software: string | null;
  version: string | null;
  lastHeard: Date | null;
  lastSent: Date | null;
  /** Something waits to be sent. */
  waiting: boolean;
  failures: number;
  problem: string | null;
  nextAttempt: Date | null;
  gone: Date | null;
  rule: Rule | null;
  reason: string;
}

const columns = {
  host: peer.host,
  name: peer.name,
  software: peer.software,
  version: peer.version,
  lastHeard: peer.lastHeard,
  lastSent: peer.lastSent,
  head: peer.head,
  cursor: peer.cursor,
  failures: peer.failures,
  problem: peer.problem,
  nextAttempt: peer.nextAttempt,
  gone: peer.gone,
  rule: peerRule.rule,
  reason: peerRule.reason,
};

const item = <Row extends { head: number; cursor: number; reason: string | null }>(row: Row) => ({
  ...row,
  waiting: row.head > row.cursor,
  reason: row.reason ?? "",
});

const pageSize = 100;

/** Servers known here: those with trouble first, then those that were heard from last. For administrators. */
export async function peers(ctx: Context, page: number): Promise<{ items: PeerItem[]; more: boolean }> {
  administrator(ctx);
  const rows = await ctx.store.db
    .select(columns)
    .from(peer)
    .leftJoin(peerRule, eq(peerRule.host, peer.host))
    .orderBy(
      desc(sql`case when ${peer.failures} > 0 or ${peer.gone} is not null then 1 else 0 end`),
      desc(sql`coalesce(${peer.lastHeard}, ${peer.lastSent}, ${peer.created})`),
      asc(peer.host),
    )
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { items: rows.slice(0, pageSize).map(item), more: rows.length > pageSize };
}

export interface PeerDetails extends PeerItem {
  /** How many rows wait, at most, and since when the first of them. */
  waits: number;
  since: Date | null;
  verdict: "suspended" | "silenced" | null;
}

/**
 * One server, with what waits for it. For administrators.
 *
 * @throws {Refusal} `not found`
 */
export async function peerOf(ctx: Context, host: string): Promise<PeerDetails> {
  administrator(ctx);
  const { db } = ctx.store;
  const [row] = await db
    .select(columns)
    .from(peer)
    .leftJoin(peerRule, eq(peerRule.host, peer.host))
    .where(eq(peer.host, host));
  if (!row) throw notFound();
  const between = and(gt(outgoing.seq, row.cursor), lte(outgoing.seq, row.head));
  const [first] = await db
    .select({ since: min(outgoing.created) })
    .from(outgoing)
    .where(between);
  const waits = row.head > row.cursor ? await db.$count(outgoing, between) : 0;
  return {
    ...item(row),
    waits,
    since: waits > 0 ? (first?.since ?? null) : null,
    verdict: await verdictFor(ctx.store, host),
  };
}

/** Every rule, by host. For administrators. */
export async function ruled(ctx: Context): Promise<Listed[]> {
  administrator(ctx);
  return ctx.store.db
    .select({ host: peerRule.host, rule: peerRule.rule, reason: peerRule.reason })
    .from(peerRule)
    .orderBy(asc(peerRule.host));
}

/** Whether only servers that are allowed are dealt with. */
export async function isAllowlistOnly(ctx: Context): Promise<boolean> {
  const [row] = await ctx.store.db.select({ on: instance.allowlistOnly }).from(instance);
  return row?.on ?? false;
}
