import { createKeys } from "../../../federation/keys.ts";
import { createVault } from "../../../federation/vault.ts";
import { agreement, type Store } from "../../../db/index.ts";
import type { Context } from "../../../src/context.ts";
import type { Clock } from "../../../src/core/clock.ts";
import { type Env, readEnv } from "../../../src/env.ts";
import { setUp } from "../../../src/organisations/index.ts";
import { addMember } from "../../../src/people/index.ts";
import { createWorkspace, type Level } from "../../../src/workspaces/index.ts";
import { nowhere } from "../../rig/context.ts";
import { rsaPairs } from "../../rig/keys.ts";

const secretKey = "a secret of thirty-two characters or more";
const password = "correct horse battery staple";

export interface Person {
  id: number;
  name: string;
}

/** What is on a new server. */
export interface About {
  administrator: Person;
  people: Person[];
  workspaces: { id: number; iri: string; address: string; level: Level }[];
}

export const hosts = ["north", "south", "lake", "moor", "vale"].map((name) => `${name}.localhost`);

export const envOf = (host: string): Env =>
  readEnv({
    ORIGIN: `http://${host}`,
    SECRET_KEY: secretKey,
    ALLOW_PRIVATE_ADDRESSES: "on",
    DATA_DIR: "/nonexistent",
    DATABASE_URL: "file::memory:",
  });

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
  levels: ["restricted", "private"],
  starts: new Date("2026-01-01T00:00:00Z"),
  created: new Date("2026-01-01T00:00:00Z"),
});

/** A few do for all, none twice on one server. */
const rsaPair = rsaPairs(8);

/** Sets up a server in an empty database: an organisation, its members, and a workspace of each of the levels. */
export async function found(store: Store, host: string, clock: Clock, levels: Level[]): Promise<About> {
  const env = envOf(host);
  const context = (actor: Context["actor"]): Context => ({
    store,
    clock,
    actor,
    origin: env.origin,
    host,
    elsewhere: nowhere,
  });
  const name = host.split(".")[0]!;
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
    await tx.insert(agreement).values(hosts.filter((one) => one !== host).map(agreed(host)));
  });
  const people: Person[] = [];
  for (const first of ["Amara", "Tom"]) {
    const email = `${first.toLowerCase()}@${name}.example`;
    const about = { name: `${first} ${name}`, email, job: "", role: "member" as const };
    const added = await addMember(administrator, { ...about, how: "password", password });
    people.push({ id: added.id, name: about.name });
  }
  const workspaces: About["workspaces"] = [];
  const manager = context({ id: people[0]!.id, local: true, administrator: false });
  for (const level of levels) {
    const purpose = "Learning from each other.";
    const id = await createWorkspace(manager, { name: level, level, purpose, handle: level });
    workspaces.push({ id, iri: `${env.origin}/actors/${id}`, address: `@${level}@${host}`, level });
  }
  const keys = createKeys({ store, clock, vault: createVault(secretKey), rsaPair });
  const application = await store.db.query.instance.findFirst();
  for (const id of [...people, ...workspaces].map((one) => one.id).concat(application!.actorId))
    await keys.of(id);
  return { administrator: { id: administratorId, name: `Ada ${name}` }, people, workspaces };
}
