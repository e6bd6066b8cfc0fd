import { and, asc, eq, gt, inArray, lte, or, sql } from "drizzle-orm";
import { activity, actor, follow, outgoing, peer } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import type { Deps } from "../deps.ts";
import { signedRequest } from "../wire/signed-request.ts";
import { backoff, retryAfter } from "./backoff.ts";

export interface Due {
  seq: number;
  signerId: Id;
  channelId: Id | null;
  inbox: string | null;
  plain: boolean;
  /** What is said inside a workspace goes only where that may go. */
  workspaceId: Id | null;
  /** Empty for what was deleted, removed, or moved to another workspace meanwhile. */
  body: string;
}

/** What a peer needs next, in order, from its cursor on. */
export async function nextFor(
  deps: Deps,
  host: string,
  cursor: number,
  head: number,
  limit: number,
): Promise<Due[]> {
  const channels = deps.store.db
    .selectDistinct({ id: follow.followedId })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(and(eq(actor.host, host), eq(actor.local, false), eq(follow.state, "accepted")));
  return deps.store.db
    .select({
      seq: outgoing.seq,
      signerId: outgoing.signerId,
      channelId: outgoing.channelId,
      inbox: outgoing.inbox,
      plain: outgoing.plain,
      workspaceId: activity.workspaceId,
      body: sql<string>`case when ${activity.withheld} or (${outgoing.channelId} is not null and ${activity.workspaceId} <> ${outgoing.channelId}) then '' else ${activity.body} end`,
    })
    .from(outgoing)
    .innerJoin(activity, eq(activity.id, outgoing.activityId))
    .where(
      and(
        gt(outgoing.seq, cursor),
        lte(outgoing.seq, head),
        or(eq(outgoing.host, host), inArray(outgoing.channelId, channels)),
      ),
    )
    .orderBy(asc(outgoing.seq))
    .limit(limit);
}

/** Where a host's followers of a channel receive: usually one shared inbox. */
export async function inboxesOf(deps: Deps, host: string, channelId: Id): Promise<string[]> {
  const rows = await deps.store.db
    .selectDistinct({ inbox: actor.inbox, sharedInbox: actor.sharedInbox })
    .from(follow)
    .innerJoin(actor, eq(actor.id, follow.followerId))
    .where(
      and(
        eq(follow.followedId, channelId),
        eq(follow.state, "accepted"),
        eq(actor.host, host),
        eq(actor.local, false),
      ),
    );
  return [...new Set(rows.map((row) => row.sharedInbox ?? row.inbox))];
}

export type Sent =
  | { outcome: "done" }
  /** It will never be taken: go on with the next one. */
  | { outcome: "refused"; problem: string; mayPass?: boolean; gone?: boolean }
  /** Try again, not before. */
  | { outcome: "later"; problem: string; notBefore: Date | null };

/** NodeBB says 424 to what it could not fetch: something of a third server that is named in it. */
const thatMayPass = new Set([401, 403, 404, 424]);

/**
 * Sends one activity to one inbox and says in words what became of it.
 *
 * @param covered headers that are signed as well
 */
export async function send(
  deps: Deps,
  inbox: string,
  signerId: Id,
  body: string,
  covered?: Record<string, string>,
): Promise<Sent> {
  const { rsa, formerRsa } = await deps.keys.of(signerId);
  const signedWith = ({ keyId, pair }: typeof rsa) =>
    signedRequest(deps.agent, {
      url: inbox,
      method: "POST",
      headers: { "content-type": "application/activity+json" },
      body: new TextEncoder().encode(body),
      covered,
      key: { keyId, privateKey: pair.privateKey },
      memory: deps.specs,
      clock: deps.clock,
    });
  let answer = await signedWith(rsa);
  // Who keeps keys for hours knows only the one before.
  if (formerRsa && answer.ok && (answer.value.status === 401 || answer.value.status === 403)) {
    const again = await signedWith(formerRsa);
    if (again.ok && again.value.status < 300) answer = again;
  }
  if (!answer.ok) {
    if (answer.kind === "refused") return { outcome: "refused", problem: answer.problem };
    return { outcome: "later", problem: answer.problem, notBefore: null };
  }
  const { status, headers } = answer.value;
  if (status >= 200 && status < 300) return { outcome: "done" };
  const problem = `answered ${status}`;
  // What a server says about itself, or about too many at once, passes; what it says about this activity stays.
  if (status === 408 || status === 429 || status >= 500 || (status >= 300 && status < 400)) {
    return { outcome: "later", problem, notBefore: retryAfter(headers.get("retry-after"), deps.clock()) };
  }
  // It could not fetch our key just then, or has not heard of what this one is about.
  const gone = status === 404 || status === 410;
  return { outcome: "refused", problem, mayPass: thatMayPass.has(status), gone };
}

/** Its shared inbox is no more: nothing is sent there, and nothing forgotten, until the server is heard from again. */
export async function noteGone(deps: Deps, host: string, problem: string): Promise<void> {
  console.warn(JSON.stringify({ level: "warn", delivery: host, problem: `gone: ${problem}` }));
  await deps.store.transaction(async (tx) => {
    await tx
      .update(peer)
      .set({ gone: deps.clock(), problem: problem.slice(0, 300), lease: null, leasedUntil: null })
      .where(eq(peer.host, host));
  });
}

/** Notes a failed try: the pause grows with each one. A peer that says when to come back has not failed. */
export async function noteFailure(
  deps: Deps,
  host: string,
  problem: string,
  notBefore: Date | null,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const [row] = await tx.select({ failures: peer.failures }).from(peer).where(eq(peer.host, host));
    const failures = (row?.failures ?? 0) + (notBefore ? 0 : 1);
    const next = notBefore ?? new Date(deps.clock().getTime() + backoff(failures));
    await tx
      .update(peer)
      .set({ failures, problem: problem.slice(0, 300), nextAttempt: next, lease: null, leasedUntil: null })
      .where(eq(peer.host, host));
  });
}
