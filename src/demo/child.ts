import { type ChildProcess, fork } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, Ask, Deed, Reply } from "./messages.ts";
import type { Place } from "./script.ts";

/** One instance of the demonstration, in a process of its own: engine and environment belong to a process. */
export interface Child {
  place: Place;
  origin: string;
  host: string;
  /** What it printed. */
  log: string;
  ask<Name extends Deed>(deed: Name, ask: Ask<Name>): Promise<Answer<Name>>;
  /** Settles when it is gone, whoever ended it. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** How long it may take to end what is under way, in milliseconds. */
const patience = 8000;

/** Starts this program once more, as an instance with data of its own, and waits until it serves. */
export async function startChild(place: Place, port: number, folder: string): Promise<Child> {
  const host = `${place}.localhost:${port}`;
  const origin = `http://${host}`;
  const log = join(folder, "log.txt");
  const output = openSync(log, "a");
  const process_ = fork(process.argv[1]!, ["demo", "--instance"], {
    stdio: ["ignore", output, output, "ipc"],
    // Nothing of the shell's own configuration gets in.
    env: { ORIGIN: origin, PORT: String(port), DATA_DIR: folder, ALLOW_PRIVATE_ADDRESSES: "on" },
  });
  const ended = new Promise<void>((resolve) => process_.once("exit", () => resolve()));
  const ask = conversation(process_, host);
  await ask.ready.catch((error: Error) => {
    throw new Error(`${error.message}:\n${readFileSync(log, "utf8").slice(-2000)}`);
  });
  return {
    place,
    origin,
    host,
    log,
    ask: ask.ask,
    ended,
    async stop() {
      if (process_.connected) process_.disconnect();
      const late = setTimeout(() => process_.kill("SIGKILL"), patience);
      await ended;
      clearTimeout(late);
    },
  };
}

function conversation(child: ChildProcess, host: string) {
  const open = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  const ready = Promise.withResolvers<void>();
  let last = 0;
  child.on("message", (reply: Reply) => {
    if ("ready" in reply) return ready.resolve();
    const asked = open.get(reply.id);
    open.delete(reply.id);
    if ("problem" in reply) asked?.reject(new Error(`${host}: ${reply.problem}`));
    else asked?.resolve(reply.answer as never);
  });
  const gone = () => {
    const error = new Error(`${host} has ended`);
    ready.reject(error);
    for (const { reject } of open.values()) reject(error);
    open.clear();
  };
  child.once("exit", gone);
  child.once("error", gone);
  return {
    ready: ready.promise,
    ask<Name extends Deed>(deed: Name, ask: Ask<Name>): Promise<Answer<Name>> {
      const id = ++last;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject: (error) => reject(new Error(`${deed}: ${error.message}`)) });
        if (!child.connected) return gone();
        child.send({ id, deed, ask });
      });
    },
  };
}
