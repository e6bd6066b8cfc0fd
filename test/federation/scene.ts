import { eq } from "drizzle-orm";
import { onTestFinished, vi } from "vitest";
import { actor, content, inbox } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import type { Level } from "../../src/workspaces/index.ts";
import { follow, type Peer, type PeerActor, type PeerOptions, startPeer } from "../peers/index.ts";
import { type Answer, client, type Instance, type Member, startInstance } from "../rig.ts";

/** An instance with a workspace, and a foreign server beside it. */
export interface Scene {
  a: Instance;
  amara: Member;
  workspaceId: number;
  /** The workspace as others know it. */
  group: { iri: string; inbox: string; name: string };
  /** The shared inbox. */
  inbox: string;
  peer: Peer;
  felix: PeerActor;
  /** What the instance has warned of so far, one line each. */
  log: string[];
  settle(): Promise<void>;
}

export interface SceneOptions extends Partial<PeerOptions> {
  level?: Level;
  environment?: Record<string, string>;
}

export async function scene({ level = "open", environment, ...options }: SceneOptions = {}): Promise<Scene> {
  const a = await startInstance({
    hostname: "north.localhost",
    organisation: "North Shore Hospitals Trust",
    ...(environment ? { environment } : {}),
  });
  const amara = await a.addMember("Amara Okafor", { job: "Consultant" });
  const { id, handle } = await a.addWorkspace("Sepsis network", { manager: amara, level });
  const peer = await startPeer({ clock: a.clock, ...options });
  const iri = `${a.origin}/actors/${id}`;
  return {
    a,
    amara,
    workspaceId: id,
    group: { iri, inbox: `${iri}/inbox`, name: `@${handle}@${a.host}` },
    inbox: `${a.origin}/inbox`,
    peer,
    felix: await peer.addActor("felix"),
    log: listen(),
    settle: () => a.settle(),
  };
}

/** Has somebody on a peer follow the workspace. */
export async function joined({ group, settle }: Scene, by: PeerActor): Promise<JsonObject> {
  const asked = follow(by, group.iri);
  await by.send(group.inbox, asked);
  await settle();
  return asked;
}

/** A document as a stranger's server asks for it. */
export const ask = (url: string, headers: Record<string, string> = {}): Promise<Answer> => {
  const { origin, pathname, search } = new URL(url);
  return client(origin).get(pathname + search, { accept: "application/activity+json", ...headers });
};

export const actorAt = async (a: Instance, iri: string) =>
  (await a.store.db.select().from(actor).where(eq(actor.iri, iri)))[0];

export const contentAt = async (a: Instance, iri: string) =>
  (await a.store.db.select().from(content).where(eq(content.iri, iri)))[0];

/** What became of an activity that arrived. */
export const arrivedAt = async (a: Instance, iri: unknown) =>
  (
    await a.store.db
      .select({ state: inbox.state, problem: inbox.problem })
      .from(inbox)
      .where(eq(inbox.iri, String(iri)))
  )[0];

export const iriOf = async (a: Instance, id: number): Promise<string> =>
  (await a.store.db.select({ iri: content.iri }).from(content).where(eq(content.id, id)))[0]!.iri;

/** Keeps what is logged out of the test's own output. */
function listen(): string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(console, "warn").mockImplementation((line) => void lines.push(String(line)));
  onTestFinished(() => spy.mockRestore());
  return lines;
}
