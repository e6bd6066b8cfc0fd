import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as http } from "node:http";
import { Agent as HttpsAgent, request as https } from "node:https";
import type { LookupFunction } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext } from "node:tls";

/** A server that is slow takes no more of our sockets than this. */
const socketsPerHost = 8;

/** A connection that is not used is kept so long, in ms, unless its server says less. */
const keptFor = 10_000;

/** How long before the moment that its server says, in ms. */
const closedBefore = 500;

/** So many that are not used are kept: one to each of thousands of servers would take more memory than it saves time. */
const mostKept = 128;

/** Bytes of headers that are read. */
const longestHeaders = 16_384;

/** One hop of a request. */
export interface Hop {
  method: string;
  headers: Record<string, string>;
  body: Uint8Array | string | null;
}

/** The time that a request has, with all its hops. */
export class Deadline {
  over = false;
  #under: { destroy(error: Error): unknown } | null = null;
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => {
      this.over = true;
      this.#under?.destroy(new Error("The time is over"));
    }, milliseconds);
  }

  /** What is ended when the time is over: from now on this. */
  watch(under: { destroy(error: Error): unknown }): void {
    this.#under = under;
    if (this.over) under.destroy(new Error("The time is over"));
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#under = null;
  }
}

/** All connections that go out. */
export interface Sockets {
  /** Resolves when the headers are there. Rejects with what Node says. */
  open(url: URL, hop: Hop, deadline: Deadline): Promise<IncomingMessage>;
  close(): void;
}

/** Of both agents together only so many connections are kept. */
function keepFew<Kind extends HttpAgent>(agent: Kind, kept: Set<Duplex>): Kind {
  const keep = agent.keepSocketAlive.bind(agent) as (socket: Duplex) => boolean;
  const reuse = agent.reuseSocket.bind(agent);
  const forget = function (this: Duplex) {
    kept.delete(this);
  };
  agent.keepSocketAlive = (socket) => {
    if (!keep(socket)) return false;
    kept.add(socket);
    socket.once("close", forget);
    const [oldest] = kept;
    if (kept.size > mostKept) oldest!.destroy();
    return true;
  };
  agent.reuseSocket = (socket, request) => {
    kept.delete(socket);
    socket.off("close", forget);
    reuse(socket, request);
  };
  return agent;
}

/** @param lookup resolves and checks what a socket is connected to */
export function createSockets(lookup: LookupFunction): Sockets {
  const options = {
    keepAlive: true,
    agentKeepAliveTimeoutBuffer: closedBefore,
    maxSockets: socketsPerHost,
    timeout: keptFor,
    lookup,
  };
  const kept = new Set<Duplex>();
  const plain = keepFew(new HttpAgent(options), kept);
  let secure: HttpsAgent | undefined;
  // Otherwise each connection makes one of its own, which takes longer than all the rest of a delivery.
  const overTls = () =>
    (secure ??= keepFew(new HttpsAgent({ ...options, secureContext: createSecureContext() }), kept));

  function once(url: URL, { method, headers, body }: Hop, deadline: Deadline) {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const asked = {
      method,
      // The very host that was signed.
      headers: { ...headers, host: url.host },
      hostname: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port,
      path: url.pathname + url.search,
      maxHeaderSize: longestHeaders,
    };
    const request: ClientRequest =
      url.protocol === "https:" ? https({ ...asked, agent: overTls() }) : http({ ...asked, agent: plain });
    // It stays: a server that answers before it has read all may break off afterwards.
    request.on("error", reject);
    request.on("response", resolve);
    deadline.watch(request);
    request.end(body ?? undefined);
    return { request, promise };
  }

  return {
    async open(url, hop, deadline) {
      const first = once(url, hop, deadline);
      try {
        return await first.promise;
      } catch (error) {
        // Its server closed it, which was still under way to us: nobody has read the request.
        const stale = first.request.reusedSocket && (error as NodeJS.ErrnoException).code === "ECONNRESET";
        if (!stale || deadline.over) throw error;
        return await once(url, hop, deadline).promise;
      }
    },
    close() {
      plain.destroy();
      secure?.destroy();
    },
  };
}
