import { setImmediate } from "node:timers/promises";
import type { Agent, AgentRequest, AgentResponse } from "../../../src/agent/index.ts";
import { chance } from "../../rig/chance.ts";

/** Where requests for a host go: nowhere, while nothing listens there. */
type Listener = (request: Request) => Promise<Response | null>;

/** A network between the instances of a test. It loses, doubles and delays what chance says. */
export interface Wires {
  /** Whether chance has a say. */
  faulty: boolean;
  listen(host: string, listener: Listener | null): void;
  agent(host: string, alive: () => boolean): Agent;
  /** All that a host was told: what was sent to it, and what it was answered. */
  heard: Map<string, string[]>;
  /** Is told of every request that gets through. */
  passing?: (url: string) => void;
  /** What is still on its way arrives, in any order. Answers how much it was. */
  arrive(): Promise<number>;
}

const lost = { ok: false, kind: "timeout", problem: "The server did not answer in time." } as const;
const away = { ok: false, kind: "unreachable", problem: "The server cannot be reached." } as const;

export function createWires(seed: number): Wires {
  const listeners = new Map<string, Listener>();
  const late: { url: string; options: AgentRequest }[] = [];
  const heard = new Map<string, string[]>();
  const random = chance(seed);
  const lots = new Map<string, () => number>();
  const hears = (host: string, bytes: unknown) => {
    if (!(bytes instanceof Uint8Array) || bytes.length === 0) return;
    if (!heard.has(host)) heard.set(host, []);
    heard.get(host)!.push(Buffer.from(bytes).toString("utf8"));
  };

  /** Chance of each two hosts' own: which of two requests is the first, when both are made at once, is no matter. */
  function lot(from: string, to: string, about = ""): number {
    const between = `${from} ${to}${about}`;
    if (!lots.has(between)) {
      const sum = [...between].reduce((all, letter) => (all * 31 + letter.charCodeAt(0)) | 0, seed);
      lots.set(between, chance(sum));
    }
    return lots.get(between)!();
  }

  /** What two send at once arrives in any order, the same for the same seed. */
  async function underWay(from: string, to: string): Promise<void> {
    for (let turns = Math.floor(lot(from, to, " takes") * 4); turns > 0; turns--) await setImmediate();
  }

  async function hand(url: string, options: AgentRequest): Promise<AgentResponse | null> {
    const { host } = new URL(url);
    wires.passing?.(url);
    const listener = listeners.get(host);
    if (!listener) return null;
    hears(host, options.body);
    const headers = new Headers({ ...options.headers, host });
    if (options.accept) headers.set("accept", options.accept);
    const body = (options.body as BodyInit | undefined) ?? null;
    const answer = await listener(new Request(url, { method: options.method ?? "GET", headers, body }));
    if (!answer) return null;
    return {
      status: answer.status,
      headers: answer.headers,
      body: new Uint8Array(await answer.arrayBuffer()),
      url,
    };
  }

  const wires: Wires = {
    faulty: false,
    heard,
    listen(host, listener) {
      if (listener) listeners.set(host, listener);
      else listeners.delete(host);
    },
    agent: (host, alive) => ({
      async request(url, options = {}) {
        if (!alive()) return away;
        const to = new URL(url).host;
        await underWay(host, to);
        const dice = wires.faulty ? lot(host, to) : 1;
        if (dice < 0.05) return lost;
        if (options.method === "POST" && dice < 0.2) {
          // It is on its way still when its sender gives up; or it comes twice; or the answer does not come back.
          if (dice < 0.15) late.push({ url, options });
          if (dice < 0.1) return lost;
          await hand(url, options);
          if (dice > 0.17) return lost;
        }
        const answer = await hand(url, options);
        if (!alive()) return away;
        hears(host, answer?.body);
        return answer ? { ok: true, value: answer } : away;
      },
      async close() {},
    }),
    async arrive() {
      const count = late.length;
      while (late.length > 0) {
        const [one] = late.splice(Math.floor(random() * late.length), 1);
        await hand(one!.url, one!.options);
      }
      return count;
    },
  };
  return wires;
}
