import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { Agent, AgentRequest } from "../../../src/agent/index.ts";
import { root } from "../../rig/process.ts";
import { migrations } from "./images.ts";
import type { Death } from "./mortal.ts";

/** What a process apart is told of its world. */
export interface Apart {
  /** The time of all, in ms: what passes in one process passes in all. */
  time: { now: number };
  /** Its clock is so many ms ahead. */
  off: number;
  seed: number;
}

export interface Beginning {
  host: string;
  path: string;
  migrations: string;
  off: number;
  seed: number;
}

/** From here to the process, and what it answers. */
export type Order =
  | { do: "idle" }
  | { do: "mend" }
  | { do: "fetch"; request: Plain }
  | { do: "kill after"; death: Death }
  | { do: "fill"; full: boolean };

export interface Plain {
  url: string;
  method: string;
  headers: [string, string][];
  body: Uint8Array | null;
}

export interface PlainAnswer {
  status: number;
  headers: [string, string][];
  body: Uint8Array;
}

export type Word =
  | { order: Order; nth: number }
  | { done: unknown; nth: number; failed?: string }
  /** The process asks somebody elsewhere. */
  | { ask: { url: string; options: AgentRequest }; nth: number }
  | { answer: unknown; nth: number };

/** One says another what time it is whenever it says something. */
export type Message = Word & { time: number };

let bundled: Promise<{ folder: string; file: string }> | undefined;

async function bundle(): Promise<{ folder: string; file: string }> {
  // Within the project, where packages with machine code are found.
  const artefacts = join(root, "test", "artefacts");
  mkdirSync(artefacts, { recursive: true });
  const folder = mkdtempSync(join(artefacts, "apart-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "within.mjs");
  const js = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  await build({
    absWorkingDir: root,
    entryPoints: [join(import.meta.dirname, "within.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // These bring machine code along.
    external: ["better-sqlite3", "sharp", "@node-rs/argon2"],
    banner: { js },
    logLevel: "warning",
  });
  return { folder, file };
}

/** Makes what processes apart run. Once, before the first of them. */
export const prepareApart = async (): Promise<void> => void (await (bundled ??= bundle().then(keep)));

let made: { folder: string; file: string } | undefined;
const keep = (one: { folder: string; file: string }) => (made = one);

export interface Running {
  idle(): Promise<number>;
  mend(): Promise<void>;
  fetch(request: Request): Promise<Response>;
  fill(full: boolean): void;
  killAfter(death: Death): void;
  /** With `-9`. */
  kill(): void;
  readonly dead: boolean;
}

/** A server's federation in a process of its own, which asks others by way of this one: chance has its say here. */
export function runApart(given: Apart & { host: string; path: string; agent: Agent }): Running {
  const { time, agent, off, seed, host, path } = given;
  const { file, folder } = made!;
  const beginning: Beginning = { host, path, migrations, off, seed };
  const child: ChildProcess = fork(file, [JSON.stringify(beginning)], {
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: "file::memory:",
      NODE_COMPILE_CACHE: join(folder, "cache"),
    },
  });
  let dead = false;
  let orders = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const end = () => {
    dead = true;
    for (const { reject } of waiting.values()) reject(new Error("The process was killed"));
    waiting.clear();
  };
  child.once("exit", end);
  child.once("error", end);
  const tell = (word: Word) => {
    if (!dead && child.connected) child.send({ ...word, time: time.now }, () => {});
  };
  child.on("message", (message: Message) => {
    time.now = Math.max(time.now, message.time);
    if ("done" in message) {
      const { resolve, reject } = waiting.get(message.nth) ?? {};
      waiting.delete(message.nth);
      if (message.failed) reject?.(new Error(message.failed));
      else resolve?.(message.done);
    } else if ("ask" in message) {
      void agent.request(message.ask.url, message.ask.options).then((result) => {
        const answer = result.ok
          ? { ok: true, value: { ...result.value, headers: [...result.value.headers] } }
          : result;
        tell({ answer, nth: message.nth });
      });
    }
  });
  function order(one: Order): Promise<unknown> {
    if (dead) return Promise.reject(new Error("The process was killed"));
    const nth = ++orders;
    const result = Promise.withResolvers<unknown>();
    waiting.set(nth, result);
    tell({ order: one, nth });
    return result.promise;
  }
  return {
    idle: async () => (await order({ do: "idle" })) as number,
    mend: async () => void (await order({ do: "mend" })),
    async fetch(request) {
      const body = request.body ? new Uint8Array(await request.arrayBuffer()) : null;
      const { url, method, headers } = request;
      const plain: Plain = { url, method, headers: [...headers], body };
      const {
        status,
        headers: said,
        body: bytes,
      } = (await order({ do: "fetch", request: plain })) as PlainAnswer;
      return new Response(bytes.length > 0 ? Buffer.from(bytes) : null, { status, headers: said });
    },
    fill: (full) => void order({ do: "fill", full }).catch(() => {}),
    killAfter: (death) => void order({ do: "kill after", death }).catch(() => {}),
    kill() {
      end();
      child.kill("SIGKILL");
    },
    get dead() {
      return dead;
    },
  };
}
