import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const root = join(import.meta.dirname, "..", "..");

/** A server in a process of its own, as it is bundled. */
export interface Server {
  child: ChildProcess;
  /** Milliseconds from the start of the process until the port answered. */
  startedIn: number;
  /** Seconds of processor it has used, all threads. Linux only. */
  cpu(): number;
  /** Bytes of memory it occupies. Linux only. */
  memory(): number;
  stop(): Promise<void>;
}

export interface Place {
  origin: string;
  port: number;
  folder: string;
}

/** Starts what `command` names, and waits until the port answers. */
export async function start(place: Place, command = ["dist/tombolo.mjs"]): Promise<Server> {
  const { PATH = "", HOME = "" } = process.env;
  const started = performance.now();
  const profiling = process.env.BENCH_PROFILE
    ? ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
    : [];
  const child = spawn(process.execPath, [...profiling, ...command, "serve"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH,
      HOME,
      ORIGIN: place.origin,
      PORT: String(place.port),
      DATA_DIR: place.folder,
      ALLOW_PRIVATE_ADDRESSES: "on",
    },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  while (!(await answers(place.port))) {
    if (child.exitCode !== null) throw new Error("The server did not start");
    await sleep(2);
  }
  return {
    child,
    startedIn: performance.now() - started,
    cpu() {
      const threads = readdirSync(`/proc/${child.pid}/task`);
      // Nanoseconds of each thread. What the process as a whole says is rounded to hundredths of a second.
      const used = threads.map((id) => readFileSync(`/proc/${child.pid}/task/${id}/schedstat`, "utf8"));
      return used.reduce((sum, line) => sum + Number(line.split(" ")[0]), 0) / 1e9;
    },
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))![1]) * 1024,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Uint8Array;
}

/** Sends many requests over connections that are kept, so many at a time. Throws where a status is not the expected. */
export async function load(port: number, requests: Sent[], expected: number, together = 16): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: together });
  const waiting = requests.values();
  let last = "";
  const work = async () => {
    for (const one of waiting) {
      const { status, text } = await ask(agent, port, one);
      if (status !== expected) throw new Error(`${one.path} answered ${status}: ${text.slice(0, 500)}`);
      last = text;
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  agent.destroy();
  return last;
}

const ask = (agent: Agent, port: number, { method, path, headers, body }: Sent) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, method, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString("latin1") }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });

/** Times in a second of this process's own processor, the best of some rounds. */
export async function ownRate(run: () => unknown, seconds = 1, rounds = 3): Promise<number> {
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    let times = 0;
    let used = 0;
    while (used < seconds) {
      for (let n = 0; n < 20; n++) await run();
      times += 20;
      const { user, system } = process.cpuUsage(before);
      used = (user + system) / 1e6;
    }
    best = Math.max(best, times / used);
  }
  return best;
}
