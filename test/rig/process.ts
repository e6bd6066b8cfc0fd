import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Client, client } from "./client.ts";
import { freePort } from "./ports.ts";
import { databaseFor } from "./store.ts";

export const root = join(import.meta.dirname, "..", "..");
const bundle = join(root, "dist", "tombolo.mjs");

export interface ProcessOptions {
  /** `north.localhost` unless told. */
  hostname?: string;
  port?: number;
  /** Where it keeps its data; a folder of its own, removed after the test, unless told. */
  folder?: string;
  databaseUrl?: string;
  environment?: Record<string, string>;
  /** What runs the bundle: Node unless told. */
  command?: string[];
}

export interface Served {
  origin: string;
  folder: string;
  databaseUrl: string;
  /** What it printed so far. */
  output(): string;
  visitor: Client;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end, and returns its exit code. */
  stop(): Promise<number | null>;
  /** The same again, on the same data and port. */
  restart(): Promise<Served>;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once("exit", resolve));

/** The environment of a process of ours: nothing of the shell's configuration gets in. */
function environment(given: Record<string, string>): Record<string, string> {
  const { PATH = "", HOME = "", LANG = "" } = process.env;
  return { PATH, HOME, LANG, ...given };
}

let built = false;

/** What is tested is what lies here now. Costs next to nothing when it was built already. */
function build(): void {
  if (built) return;
  const { status, stderr } = spawnSync(process.execPath, ["scripts/build.mjs"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The bundle cannot be built:\n${stderr}`);
  built = true;
}

/** The bundled server as a process of its own, on data of its own; it ends with the test. */
export async function startProcess(options: ProcessOptions = {}): Promise<Served> {
  build();
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "tombolo-test-"));
  const port = options.port ?? (await freePort());
  const origin = `http://${options.hostname ?? "north.localhost"}:${port}`;
  const databaseUrl = options.databaseUrl ?? (await databaseFor(folder));
  const [program = process.execPath, ...before] = options.command ?? [process.execPath];
  const child = spawn(program, [...before, bundle, "serve"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: environment({
      ORIGIN: origin,
      PORT: String(port),
      DATA_DIR: folder,
      DATABASE_URL: databaseUrl,
      ALLOW_PRIVATE_ADDRESSES: "on",
      ...options.environment,
    }),
  });
  let output = "";
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("ready in")) ready.resolve();
    });
  }
  child.once("error", ready.reject);
  child.once("exit", () =>
    ready.reject(new Error(`The server ended before it was ready:\n${output.slice(-3000)}`)),
  );
  const kill = async () => {
    child.kill("SIGKILL");
    await ended(child);
  };
  onTestFinished(async () => {
    await kill();
    if (!options.folder) rmSync(folder, { recursive: true, force: true });
  });
  await ready.promise;

  return {
    origin,
    folder,
    databaseUrl,
    output: () => output,
    visitor: client(origin),
    kill,
    async stop() {
      child.kill("SIGTERM");
      return ended(child);
    },
    restart: () => startProcess({ ...options, folder, port, databaseUrl }),
  };
}
