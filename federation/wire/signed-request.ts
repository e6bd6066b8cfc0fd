import type { Agent, AgentProblem, AgentRequest, AgentResponse } from "../../src/agent/index.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Result } from "../../src/core/result.ts";
import { sameOrigin } from "./origin.ts";
import { type SigningKey, type Spec, signRequest } from "./sign-request.ts";

/** Which way of signing a host has accepted. Hosts are as in an address: name, and port if it is not the usual one. */
export interface SpecMemory {
  get(host: string): Spec | undefined | Promise<Spec | undefined>;
  set(host: string, spec: Spec): void | Promise<void>;
  /**
   * What to try where nothing is remembered: RFC 9421 where the host says that it reads it (FEP-844e), else
   * draft-cavage, because some peers answer 200 to RFC 9421 and then drop the activity.
   */
  first?(host: string): Spec | undefined | Promise<Spec | undefined>;
  /** What was read with others, so that it need not be asked for. */
  told?(host: string, read: { spec: Spec | null; said: boolean }): void;
  /** Forgets it, because the host says something new. */
  forget?(host: string): void;
}

export interface SignedRequest extends Omit<AgentRequest, "body"> {
  url: string;
  body?: Uint8Array;
  /** Headers that are signed as well. */
  covered?: Record<string, string> | undefined;
  key: SigningKey;
  memory: SpecMemory;
  clock: Clock;
}

interface Knock {
  spec: Spec;
  coverQuery: boolean;
}

/**
 * Sends a signed request, and knocks again with another kind of signature if the first one is not accepted (the
 * ActivityPub and HTTP signatures report, "how to upgrade supported versions"). What was accepted is remembered for
 * the host. Redirects of a GET are followed with a new signature each, up to three.
 */
export async function signedRequest(
  agent: Agent,
  { url, key, memory, clock, redirects = 3, ...options }: SignedRequest,
): Promise<Result<AgentResponse, AgentProblem>> {
  let address = url;
  let { headers: sent } = options;
  for (let taken = 0; ; taken++) {
    const answer = await knock(agent, { ...options, headers: sent, url: address, key, memory, clock });
    if (!answer.ok || (options.method ?? "GET") !== "GET" || redirects === 0) return answer;
    const { status, headers } = answer.value;
    const location = status >= 300 && status < 400 ? headers.get("location") : null;
    if (location === null) return answer;
    if (taken === redirects)
      return { ok: false, kind: "redirects", problem: "The server redirects too often." };
    const next = URL.parse(location, address);
    if (!next) return { ok: false, kind: "invalid", problem: "The server redirects to no address." };
    // What lets us in at one server is nobody else's business.
    if (!sameOrigin(next.href, address) && sent) sent = without(sent, "authorization");
    address = next.href;
  }
}

const without = (headers: Record<string, string>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([one]) => one.toLowerCase() !== name));

async function knock(
  agent: Agent,
  { url, body, covered, key, memory, clock, ...options }: SignedRequest,
): Promise<Result<AgentResponse, AgentProblem>> {
  const parsed = URL.parse(url);
  if (!parsed) return { ok: false, kind: "invalid", problem: "This is not a web address." };
  const { host, search } = parsed;
  const method = options.method ?? "GET";
  const known = await memory.get(host);
  let refusal: Result<AgentResponse, AgentProblem> | undefined;
  for (const { spec, coverQuery } of knocks(
    known ?? (await memory.first?.(host)) ?? "draft-cavage",
    search !== "",
  )) {
    const signature = await signRequest(
      { method, url, coverQuery, ...(body ? { body } : {}), ...(covered ? { more: covered } : {}) },
      key,
      spec,
      clock(),
    );
    const answer = await agent.request(url, {
      ...options,
      ...(body ? { body } : {}),
      headers: { ...options.headers, ...signature },
      redirects: 0,
    });
    if (!answer.ok) return answer;
    const { status } = answer.value;
    // NodeBB says 400 to RFC 9421 and PeerTube 403 to what it cannot read; from a host that has read our signature
    // before, the one is what it thinks of the activity (Lemmy) and the other a real refusal.
    const unread =
      status === 401 ||
      (status === 400 && !(known === "draft-cavage" && spec === known && search === "")) ||
      (status === 403 && !known);
    if (!unread) {
      if (status < 300 && spec !== known) await memory.set(host, spec);
      return answer;
    }
    refusal ??= answer;
  }
  return refusal!;
}

/** The knocks in their order. Fedify's and GoToSocial's older kin leave the query string out of what they verify. */
function knocks(first: Spec, query: boolean): Knock[] {
  const draft: Knock[] = [{ spec: "draft-cavage", coverQuery: true }];
  if (query) draft.push({ spec: "draft-cavage", coverQuery: false });
  const rfc: Knock[] = [{ spec: "rfc9421", coverQuery: true }];
  return first === "draft-cavage" ? [...draft, ...rfc] : [...rfc, ...draft];
}
