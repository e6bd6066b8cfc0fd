/** What runs in a process apart: one server's federation on a file, at the orders of `apart.ts`. */
import { openSqlite } from "../../../db/sqlite.ts";
import { createFederation } from "../../../federation/index.ts";
import type { Agent, AgentResponse } from "../../../src/agent/index.ts";
import { chance } from "../../rig/chance.ts";
import type { Beginning, Message, Order, PlainAnswer, Word } from "./apart.ts";
import { envOf } from "./founding.ts";
import { mortal } from "./mortal.ts";
import { signOnTheSpot } from "./on-the-spot.ts";
import { timing } from "./replay.ts";
import { served } from "./served.ts";

const { host, path, migrations, off, seed } = JSON.parse(process.argv[2]!) as Beginning;
Math.random = chance(seed);
signOnTheSpot();
const time = { now: 0 };
const clock = () => new Date(time.now++ + off);
const store = mortal(openSqlite(path, migrations), () => process.kill(process.pid, "SIGKILL"));
const env = envOf(host);

let asked = 0;
const waiting = new Map<number, (answer: unknown) => void>();
const tell = (word: Word) => process.send!({ ...word, time: time.now });
// What it prints is of no account, and the end of the one who gives orders is its own.
console.warn = console.error = () => {};
process.on("disconnect", () => process.exit());

const agent: Agent = {
  async request(url, options = {}) {
    const nth = ++asked;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    waiting.set(nth, resolve);
    tell({ ask: { url, options }, nth });
    const answer = (await promise) as Awaited<ReturnType<Agent["request"]>>;
    if (!answer.ok) return answer;
    const { headers, ...rest } = answer.value;
    const value: AgentResponse = { ...rest, headers: new Headers(headers) };
    return { ok: true, value };
  },
  async close() {},
};
const federation = createFederation({ env, store, clock, agent, ...timing(clock) });
const fetch = served(federation);

async function carryOut(order: Order): Promise<unknown> {
  switch (order.do) {
    case "idle":
      return federation.idle();
    case "mend":
      return federation.mend();
    case "kill after":
      return store.killAfter(order.death);
    case "fill":
      return (store.full = order.full);
    case "fetch": {
      const { url, method, headers, body } = order.request;
      const answer = await fetch(
        new Request(url, { method, headers, body: body ? Buffer.from(body) : null }),
      );
      const plain: PlainAnswer = {
        status: answer.status,
        headers: [...answer.headers],
        body: new Uint8Array(await answer.arrayBuffer()),
      };
      return plain;
    }
  }
}

process.on("message", (message: Message) => {
  time.now = Math.max(time.now, message.time);
  if ("answer" in message) {
    waiting.get(message.nth)?.(message.answer);
    waiting.delete(message.nth);
  } else if ("order" in message)
    void carryOut(message.order).then(
      (done) => tell({ done, nth: message.nth }),
      (error: unknown) => tell({ done: null, nth: message.nth, failed: String(error) }),
    );
});
