import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Store } from "../../db/index.ts";
import { change, type Context } from "../../src/context.ts";
import { readEnv } from "../../src/env.ts";
import { type Running, serve } from "../../src/main.ts";
import { setUp } from "../../src/organisations/index.ts";
import { addMember, sessionCookie, startSession } from "../../src/people/index.ts";
import { createWorkspace, type Level } from "../../src/workspaces/index.ts";
import { type Client, client } from "./client.ts";
import { type TestClock, testClock, wallClock } from "./context.ts";
import { rsaPair } from "./keys.ts";
import { freePort } from "./ports.ts";
import { emptyStore } from "./store.ts";

export const password = "correct horse battery staple";

/** Somebody with an account on an instance of the test. */
export interface Member {
  id: number;
  name: string;
  handle: string;
  email: string;
  password: string;
  administrator: boolean;
}

export interface Instance {
  origin: string;
  host: string;
  clock: TestClock;
  store: Store;
  running: Running;
  administrator: Member;
  /** What an operation needs, as somebody; as a stranger without. */
  context(member?: Member): Context;
  addMember(name: string, more?: { job?: string; role?: "member" | "administrator" }): Promise<Member>;
  /** A workspace that `manager` creates; the administrator unless told. Returns its id and its handle. */
  addWorkspace(
    name: string,
    more?: { manager?: Member; level?: Level; purpose?: string },
  ): Promise<{ id: number; handle: string }>;
  /** A browser, signed in as somebody, or as a stranger. */
  as(member?: Member): Promise<Client>;
  /** Until nothing waits to be sent or taken in here. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface InstanceOptions {
  /** `north.localhost` unless told. */
  hostname?: string;
  organisation?: string;
  clock?: TestClock;
  /** Leave it as a new instance is, before the set-up. */
  bare?: boolean;
  environment?: Record<string, string>;
  /** Do the background work by itself, by the clock on the wall, as a server does. */
  work?: boolean;
  /** Stop it by hand instead of after the test. */
  keep?: boolean;
}

/** An instance in this process, on a port of its own, set up with an organisation and an administrator. */
export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const hostname = options.hostname ?? "north.localhost";
  const port = await freePort();
  const origin = `http://${hostname}:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "tombolo-test-"));
  const env = readEnv({
    ORIGIN: origin,
    PORT: String(port),
    DATA_DIR: folder,
    SECRET_KEY: "a secret of thirty-two characters or more",
    ALLOW_PRIVATE_ADDRESSES: "on",
    ...options.environment,
  });
  const clock = options.clock ?? (options.work ? wallClock() : testClock());
  const store = await emptyStore();
  const running = await serve(env, { clock, store, work: options.work ?? false, rsaPair });

  const context = (member?: Member): Context => ({
    store,
    clock,
    origin,
    host: env.host,
    elsewhere: running.federation.elsewhere,
    actor: member ? { id: member.id, local: true, administrator: member.administrator } : null,
  });
  const name =
    options.organisation ?? `${hostname[0]!.toUpperCase()}${hostname.split(".")[0]!.slice(1)} Trust`;
  const emailOf = (who: string) =>
    `${who.toLowerCase().replace(/[^a-z]+/g, ".")}@${hostname.split(".")[0]}.example`;

  const instance: Instance = {
    origin,
    host: env.host,
    clock,
    store,
    running,
    administrator: { id: 0, name: "Ada Admin", handle: "", email: "", password, administrator: true },
    context,
    async addMember(who, { job = "", role = "member" } = {}) {
      const email = emailOf(who);
      const added = await addMember(context(instance.administrator), {
        name: who,
        email,
        job,
        role,
        how: "password",
        password,
      });
      const { id, handle } = added;
      return { id, handle, name: who, email, password, administrator: role === "administrator" };
    },
    async addWorkspace(title, { manager = instance.administrator, level = "open", purpose } = {}) {
      const id = await createWorkspace(context(manager), {
        name: title,
        level,
        purpose: purpose ?? `${title}: learning from each other.`,
        handle: title.toLowerCase().replace(/[^a-z]+/g, "-"),
      });
      return { id, handle: title.toLowerCase().replace(/[^a-z]+/g, "-") };
    },
    async as(member) {
      const visitor = client(origin);
      if (member) {
        const token = await change(context(member), (made) => startSession(made, member.id, "Test"));
        visitor.cookies.set(sessionCookie(false), token);
      }
      return visitor;
    },
    async settle() {
      await running.federation.idle();
    },
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  if (!options.bare) {
    const email = emailOf("Ada Admin");
    const { administratorId: id, handle } = await setUp(context(), {
      name,
      shortName: name.split(" ")[0]!,
      kind: "trust",
      administratorName: "Ada Admin",
      email,
      password,
    });
    Object.assign(instance.administrator, { id, handle, email });
  }
  if (!options.keep) onTestFinished(() => instance.stop());
  return instance;
}
