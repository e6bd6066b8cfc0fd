import { Hono } from "hono";
import { createFederation, type Federation } from "../../../federation/index.ts";
import { createKeys } from "../../../federation/keys.ts";
import { createVault } from "../../../federation/vault.ts";
import type { Context } from "../../../src/context.ts";
import type { Clock } from "../../../src/core/clock.ts";
import { type Env, readEnv } from "../../../src/env.ts";
import { setUp } from "../../../src/organisations/index.ts";
import type { Web, WebEnv } from "../../../src/web/index.ts";
import { addMember } from "../../../src/people/index.ts";
import { createWorkspace, type Level } from "../../../src/workspaces/index.ts";
import { agreement, type Store } from "../../../db/index.ts";
import { nowhere } from "../../rig.ts";
import { filled } from "./images.ts";
import { type Mortal, mortal } from "./mortal.ts";
import type { Wires } from "./wires.ts";

const secretKey = "a secret of thirty-two characters or more";
const password = "correct horse battery staple";

export interface Person {
  id: number;
  name: string;
}

interface About {
  people: Person[];
  workspaces: { id: number; iri: string; address: string; level: Level }[];
}

/** An organisation's server that can be killed, cut off and hindered, and comes back on what it had committed. */
export interface Site extends About {
  host: string;
  origin: string;
  /** What is there in the end, whatever happens to the process. */
  store: Store;
  process: Mortal;
  federation: Federation;
  clock: Clock;
  fetch(request: Request): Promise<Response>;
  as(person: Person | null): Context;
  /** Nobody reaches it, nor does it reach anybody. */
  cutOff: boolean;
  /** A new process on the same database. */
  restart(): void;
  stop(): Promise<void>;
}

const levels: Level[] = ["open", "restricted"];

export const hosts = ["north", "south", "lake", "moor", "vale"].map((name) => `${name}.localhost`);

/** What is not open is shared among all of them. */
const agreed = (from: string) => (other: string) => ({
  id: hosts.indexOf(other) + 1,
  host: other,
  iri: `http://${from}/agreements/${hosts.indexOf(other) + 1}`,
  offerIri: `http://${from}/activities/${hosts.indexOf(other) + 1}`,
  ours: true,
  state: "active" as const,
  purpose: "Learning from each other.",
  contact: "Ada",
  levels: ["restricted"],
  starts: new Date("2026-01-01T00:00:00Z"),
  created: new Date("2026-01-01T00:00:00Z"),
});

async function fill(store: Store, env: Env, clock: Clock, home: boolean): Promise<About> {
  const context = (actor: Context["actor"]): Context => ({
    store,
    clock,
    actor,
    origin: env.origin,
    host: env.host,
    elsewhere: nowhere,
  });
  const name = env.host.split(".")[0]!;
  const { administratorId } = await setUp(context(null), {
    name: `${name} Trust`,
    shortName: name,
    kind: "trust",
    administratorName: `Ada ${name}`,
    email: `ada@${name}.example`,
    password,
  });
  const administrator = context({ id: administratorId, local: true, administrator: true });
  await store.transaction(async (tx) => {
    const others = hosts.filter((host) => host !== env.host);
    await tx.insert(agreement).values(others.map(agreed(env.host)));
  });
  const people: Person[] = [];
  for (const first of ["Amara", "Tom"]) {
    const email = `${first.toLowerCase()}@${name}.example`;
    const added = await addMember(administrator, {
      name: `${first} ${name}`,
      email,
      job: "",
      role: "member",
      how: "password",
      password,
    });
    people.push({ id: added.id, name: `${first} ${name}` });
  }
  const workspaces: About["workspaces"] = [];
  const manager = context({ id: people[0]!.id, local: true, administrator: false });
  for (const level of home ? levels : []) {
    const id = await createWorkspace(manager, {
      name: level,
      level,
      purpose: "Learning from each other.",
      handle: level,
    });
    workspaces.push({ id, iri: `${env.origin}/actors/${id}`, address: `@${level}@${env.host}`, level });
  }
  const keys = createKeys({ store, clock, vault: createVault(secretKey) });
  for (const { id } of [...people, ...workspaces]) await keys.of(id);
  const application = await store.db.query.instance.findFirst();
  await keys.of(application!.actorId);
  return { people, workspaces };
}

export async function startSite(
  host: string,
  { wires, clock, home }: { wires: Wires; clock: Clock; home: boolean },
): Promise<Site> {
  const env = readEnv({
    ORIGIN: `http://${host}`,
    SECRET_KEY: secretKey,
    ALLOW_PRIVATE_ADDRESSES: "on",
    DATA_DIR: "/nonexistent",
    DATABASE_URL: "file::memory:",
  });
  const { store, about } = await filled(`${host} ${home}`, (empty) => fill(empty, env, clock, home));
  function begin(): Pick<Site, "process" | "federation" | "fetch"> {
    const process = mortal(store);
    const agent = wires.agent(host, () => !process.dead && !site.cutOff);
    const federation = createFederation({ env, store: process, clock, agent });
    // What other servers ask for, without the pages: those take long to set up.
    const app: Web = new Hono<WebEnv>();
    app.use(async (c, next) => {
      c.set("address", "127.0.0.1");
      await next();
    });
    federation.routes(app);
    const fetch = async (request: Request) => app.fetch(request);
    wires.listen(host, async (request) => {
      if (site.cutOff || process.dead) return null;
      const answer = await fetch(request);
      // Who dies meanwhile does not answer.
      return process.dead ? null : answer;
    });
    return { process, federation, fetch };
  }

  const site: Site = Object.assign(
    {
      ...about,
      host,
      origin: env.origin,
      store,
      clock,
      cutOff: false,
      as: (person: Person | null): Context => ({
        store: site.process,
        clock,
        origin: env.origin,
        host,
        elsewhere: site.federation.elsewhere,
        actor: person ? { id: person.id, local: true, administrator: false } : null,
      }),
      restart() {
        site.process.kill();
        Object.assign(site, begin());
      },
      stop: () => store.close(),
    },
    begin(),
  );
  return site;
}
