import { eq } from "drizzle-orm";
import { peer, type Writer } from "../../db/index.ts";
import type { Id } from "../../src/core/id.ts";
import type { Deps } from "../deps.ts";
import { signedRequest } from "../wire/signed-request.ts";
import { backoff, retryAfter } from "./backoff.ts";

export type Sent =
  | { outcome: "done" }
  /** It will never be taken: go on with the next one. */
  | { outcome: "refused"; problem: string; mayPass?: boolean; gone?: boolean }
  /** Try again, not before. */
  | { outcome: "later"; problem: string; notBefore: Date | null };

/** NodeBB says 424 to what it could not fetch: something of a third server that is named in it. */
const thatMayPass = new Set([401, 403, 404, 424]);

interface How {
  /** Headers that are signed as well. */
  covered?: Record<string, string> | undefined;
  /** Nothing is sent there soon: its connection is not kept. */
  last?: boolean;
}

/** Sends one activity to one inbox and says in words what became of it. */
export async function send(
  deps: Deps,
  inbox: string,
  signerId: Id,
  body: Uint8Array,
  { covered, last = false }: How = {},
): Promise<Sent> {
  const { rsa, formerRsa } = await deps.keys.of(signerId);
  const signedWith = ({ keyId, pair }: typeof rsa) =>
    signedRequest(deps.agent, {
      url: inbox,
      method: "POST",
      headers: { "content-type": "application/activity+json", ...(last ? { connection: "close" } : {}) },
      body,
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
export async function noteGone(tx: Writer, deps: Deps, host: string, problem: string): Promise<void> {
  console.warn(JSON.stringify({ level: "warn", delivery: host, problem: `gone: ${problem}` }));
  await tx
    .update(peer)
    .set({ gone: deps.clock(), problem: problem.slice(0, 300), lease: null, leasedUntil: null })
    .where(eq(peer.host, host));
}

/** Notes a failed try: the pause grows with each one. A peer that says when to come back has not failed. */
export async function noteFailure(
  tx: Writer,
  deps: Deps,
  host: string,
  problem: string,
  notBefore: Date | null,
): Promise<void> {
  const [row] = await tx.select({ failures: peer.failures }).from(peer).where(eq(peer.host, host));
  const failures = (row?.failures ?? 0) + (notBefore ? 0 : 1);
  const next = notBefore ?? new Date(deps.clock().getTime() + backoff(failures));
  await tx
    .update(peer)
    .set({ failures, problem: problem.slice(0, 300), nextAttempt: next, lease: null, leasedUntil: null })
    .where(eq(peer.host, host));
}
