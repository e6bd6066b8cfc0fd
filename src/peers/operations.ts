import { and, eq, inArray, like, or } from "drizzle-orm";
import { actor, follow, instance, membership, notification, peer, peerRule } from "../../db/index.ts";
import { change, type Change, type Context } from "../context.ts";
import { Refusal } from "../core/refusal.ts";
import { administrator } from "../people/index.ts";
import { leave, removeMember } from "../workspaces/index.ts";
import type { Listed } from "./csv.ts";
import { ruleInput, type RuleInput } from "./input.ts";
import type { Rule } from "./rules.ts";

/** What those are told, and known by, whose memberships end with their server. */
const ended = "Your organisation's server is suspended here.";

async function write(
  { tx, at, record }: Change,
  byId: number,
  { host, rule, reason }: Listed,
): Promise<void> {
  const values = { rule, reason, byId, created: at };
  await tx
    .insert(peerRule)
    .values({ host, ...values })
    .onConflictDoUpdate({ target: peerRule.host, set: values });
  await record({ kind: `peer.${rule}`, data: { note: host, reason } });
}

/**
 * Says what holds for a server. Suspended, nothing comes in or goes out, and memberships and follows between here and there
 * end; when that is lifted, whoever was removed for it may join again.
 */
export async function ruleOn(ctx: Context, input: RuleInput): Promise<void> {
  const { id } = administrator(ctx);
  const { host, rule, reason } = ruleInput.parse(input);
  if (host === ctx.host) throw new Refusal("conflict", "That is this instance.");
  await change(ctx, async (made) => {
    if (rule === "none") {
      await made.tx.delete(peerRule).where(eq(peerRule.host, host));
      await made.record({ kind: "peer.freed", data: { note: host, reason } });
    } else await write(made, id, { host, rule, reason });
    if (rule !== "suspended")
      await made.tx
        .update(membership)
        .set({ state: "left", answer: null })
        .where(
          and(
            eq(membership.state, "removed"),
            eq(membership.answer, ended),
            inArray(membership.actorId, made.tx.select({ id: actor.id }).from(actor).where(below(host))),
          ),
        );
  });
  if (rule === "suspended") await endTies(ctx, host);
}

/** Actors of a host and of all below its name. */
const below = (host: string) =>
  or(eq(actor.host, host), like(actor.host, `%.${host}`), like(actor.host, `${host}:%`));

async function endMemberships(ctx: Context, host: string): Promise<void> {
  const { db } = ctx.store;
  const there = db.select({ id: actor.id }).from(actor).where(below(host));
  const rows = await db
    .select({ workspaceId: membership.workspaceId, memberId: membership.actorId, local: actor.local })
    .from(membership)
    .innerJoin(actor, eq(actor.id, membership.actorId))
    .where(
      and(
        inArray(membership.state, ["active", "requested"]),
        or(
          inArray(membership.actorId, there),
          and(inArray(membership.workspaceId, there), eq(actor.local, true)),
        ),
      ),
    );
  for (const { workspaceId, memberId, local } of rows) {
    const member = { id: memberId, local: true, administrator: false };
    try {
      if (local) await leave({ ...ctx, actor: member }, { workspaceId });
      else await removeMember({ ...ctx, settled: true }, { workspaceId, memberId, answer: ended });
    } catch (error) {
      // The last manager of a workspace here stays its manager, and cannot do anything meanwhile.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

async function endTies(ctx: Context, host: string): Promise<void> {
  await endMemberships(ctx, host);
  await endFollows(ctx, host);
}

/** People there and here follow each other no more. */
async function endFollows(ctx: Context, host: string): Promise<void> {
  await change(ctx, async ({ tx, record }) => {
    const there = tx.select({ id: actor.id }).from(actor).where(below(host));
    const between = and(
      eq(follow.ofPerson, true),
      or(inArray(follow.followerId, there), inArray(follow.followedId, there)),
    );
    const ended = await tx
      .select({
        iri: follow.iri,
        followerId: follow.followerId,
        followedId: follow.followedId,
        ours: actor.local,
      })
      .from(follow)
      .innerJoin(actor, eq(actor.id, follow.followerId))
      .where(between);
    await tx.delete(follow).where(between);
    await tx
      .delete(notification)
      .where(and(eq(notification.kind, "follow request"), inArray(notification.actorId, there)));
    for (const { iri: followIri, followerId, followedId, ours } of ended) {
      if (ours) await record({ kind: "follow.ended", actorId: followerId, data: { followIri, followedId } });
      else await record({ kind: "follower.removed", actorId: followedId, data: { followIri, followerId } });
    }
  });
}

/** Takes over a list of blocked servers. What is ruled here already stays. Answers how many are new. */
export async function importList(ctx: Context, listed: Listed[]): Promise<number> {
  const { id } = administrator(ctx);
  const added = await change(ctx, async (made) => {
    const known = new Set(
      (await made.tx.select({ host: peerRule.host }).from(peerRule)).map(({ host }) => host),
    );
    const fresh = listed.filter(({ host }) => !known.has(host) && host !== ctx.host);
    for (const one of fresh) await write(made, id, one);
    return fresh;
  });
  for (const { host, rule } of added) if (rule === "suspended") await endTies(ctx, host);
  return added.length;
}

/** Whether this instance deals only with servers that are named, or that it has an agreement with. */
export async function setAllowlistOnly(ctx: Context, on: boolean): Promise<void> {
  administrator(ctx);
  await change(ctx, async ({ tx, record }) => {
    await tx.update(instance).set({ allowlistOnly: on }).where(eq(instance.id, 1));
    await record({
      kind: "peer.allowlist",
      data: { note: on ? "Only servers that are allowed" : "All servers but those that are suspended" },
    });
  });
}

/** Tries at once what waits to be sent to a server, also where it was given up as gone. */
export async function retryNow(ctx: Context, host: string): Promise<void> {
  administrator(ctx);
  await change(ctx, async ({ tx, record }) => {
    const found = await tx
      .update(peer)
      .set({ nextAttempt: null, gone: null })
      .where(eq(peer.host, host))
      .returning({ host: peer.host });
    if (found.length === 0) throw new Refusal("not found", "This server is not known here.");
    await record({ kind: "peer.tried again", data: { note: host } });
  });
}

export type { Rule };
