import type { LookupFunction } from "node:net";
import type { Result } from "../core/result.ts";
import { readBody } from "./body.ts";
import { failure } from "./failures.ts";
import { type AgentProblem, checkedLookup, checkUrl, type Rules, rulesFor } from "./rules.ts";
import { createSockets, Deadline } from "./sockets.ts";

export interface AgentOptions {
  /** Our own address, told to every server. */
  origin: string;
  version: string;
  /** For a closed network only: lets the agent reach private addresses, plain HTTP and any port. */
  allowPrivateAddresses: boolean;
  /** Single rules replaced, for tests of the others. */
  rules?: Partial<Rules>;
}

export interface AgentRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** Bytes of body taken, compressed and not. 1 MiB unless told. */
  maxBytes?: number;
  /** Milliseconds for the whole request with its redirects. 10,000 unless told. */
  timeoutMs?: number;
  /** Redirects followed, for GET and HEAD only. 3 unless told; with 0 the redirect itself is the answer. */
  redirects?: number;
  accept?: string;
}

export interface AgentResponse {
  status: number;
  headers: Headers;
  body: Uint8Array;
  /** The address that answered, after redirects. */
  url: string;
}

export interface Agent {
  /** Never throws for anything that a server or an address can do. Any status is an answer. */
  request(url: string, options?: AgentRequest): Promise<Result<AgentResponse, AgentProblem>>;
  close(): Promise<void>;
}

/** Headers that are for the host that was asked, and for no other that it points to. */
const personal = ["authorization", "cookie", "signature", "signature-input"];

/**
 * The one HTTP agent for everything that goes out. It connects only to addresses it has checked itself, with limits on
 * size, time and redirects, and tells every server who asks (some answer 418 to a request without a User-Agent).
 */
export function createAgent({ origin, version, allowPrivateAddresses, rules }: AgentOptions): Agent {
  const allowed: Rules = { ...rulesFor(allowPrivateAddresses), ...rules };
  const sockets = createSockets(checkedLookup(allowed) as LookupFunction);
  const userAgent = `Tombolo/${version} (+${origin})`;

  /** One hop: no redirect is followed here. */
  async function hop(url: URL, options: AgentRequest, deadline: Deadline) {
    const answer = await sockets.open(
      url,
      {
        method: options.method ?? "GET",
        headers: {
          ...(options.accept ? { accept: options.accept } : {}),
          ...lowerCased(options.headers),
          "user-agent": userAgent,
          "accept-encoding": "gzip, deflate, br",
        },
        body: options.body ?? null,
      },
      deadline,
    );
    const headers = new Headers();
    for (let at = 0; at < answer.rawHeaders.length; at += 2)
      headers.append(answer.rawHeaders[at]!, answer.rawHeaders[at + 1]!);
    return { status: answer.statusCode!, headers, stream: answer };
  }

  async function follow(
    text: string,
    options: AgentRequest,
    deadline: Deadline,
  ): Promise<Result<AgentResponse, AgentProblem>> {
    const method = options.method ?? "GET";
    const limit = method === "GET" || method === "HEAD" ? (options.redirects ?? 3) : 0;
    let hops = options;
    let address = text;
    for (let taken = 0; ; taken++) {
      const url = checkUrl(address, allowed);
      if (!url.ok) return url;
      const { status, headers, stream } = await hop(url.value, hops, deadline);
      const location = status >= 300 && status < 400 ? headers.get("location") : null;
      if (location === null || limit === 0) {
        const body = await readBody(stream, headers.get("content-encoding"), options.maxBytes ?? 1 << 20);
        return body.ok
          ? { ok: true, value: { status, headers, body: body.value, url: url.value.href } }
          : body;
      }
      await readBody(stream, null, 16_384);
      if (taken === limit)
        return { ok: false, kind: "redirects", problem: "The server redirects too often." };
      const next = URL.parse(location, url.value.href);
      if (!next) return { ok: false, kind: "invalid", problem: "The server redirects to no address." };
      if (next.origin !== url.value.origin) hops = { ...hops, headers: withoutPersonal(hops.headers) };
      address = next.href;
    }
  }

  return {
    async request(url, options = {}) {
      const deadline = new Deadline(options.timeoutMs ?? 10_000);
      try {
        return await follow(url, options, deadline);
      } catch (error) {
        return failure(error, deadline.over);
      } finally {
        deadline.end();
      }
    },
    close: async () => sockets.close(),
  };
}

/** One spelling of each name, so that ours replace a caller's instead of standing beside them. */
function lowerCased(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function withoutPersonal(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !personal.includes(name.toLowerCase())),
  );
}
