import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect } from "vitest";
import { actor, askedAct, event } from "../../db/index.ts";
import { setManager } from "../../src/workspaces/index.ts";
import type { Instance, Member } from "../rig.ts";
import { joinFrom, type Network, startNetwork } from "./network.ts";
import { picture } from "./picture.ts";

/** Three instances with a member each, for all tests of a file. */
export interface People extends Network {
  amara: Member;
  priya: Member;
  tom: Member;
}

/** Starts them once for the file, and stops them after it. */
export function people(): () => People {
  let started: People | null = null;
  beforeAll(async () => {
    const network = await startNetwork({ keep: true });
    const { a, b, c } = network;
    started = {
      ...network,
      amara: await a.addMember("Amara Okafor"),
      priya: await b.addMember("Priya Nair"),
      tom: await c.addMember("Tom Whitfield"),
    };
  }, 60_000);
  afterAll(async () => {
    for (const one of started ? [started.a, started.b, started.c] : []) await one.stop();
  });
  return () => started!;
}

/** A workspace on A, which Amara there and Priya on B manage; Tom on C is a member. */
export interface Place extends People {
  handle: string;
  iri: string;
  /** Its pages: at home, and elsewhere. */
  pathOn: { a: string; b: string; c: string };
  idOn: { a: number; b: number; c: number };
  /** What all three hold. They hold the same. */
  same(): ReturnType<typeof picture>;
}

export async function place(all: People, name: string): Promise<Place> {
  const { a, b, c, amara, priya, tom, settle } = all;
  const { id, handle } = await a.addWorkspace(name, { manager: amara });
  const address = `@${handle}@${a.host}`;
  const idOn = { a: id, b: await joinFrom(b, priya, address), c: await joinFrom(c, tom, address) };
  await settle();
  const memberId = await actorOn(a, priya.name);
  await setManager(a.context(amara), { workspaceId: id, memberId, manager: true });
  await settle();
  const iri = `${a.origin}/actors/${id}`;
  const elsewhere = `/workspaces/${handle}@${a.host}`;
  return {
    ...all,
    handle,
    iri,
    idOn,
    pathOn: { a: `/workspaces/${handle}`, b: elsewhere, c: elsewhere },
    async same() {
      const held = await picture(a, iri);
      expect(await picture(b, iri)).toEqual(held);
      expect(await picture(c, iri)).toEqual(held);
      return held;
    },
  };
}

/** Somebody by their name, as an instance knows them. */
export const actorOn = async (instance: Instance, name: string): Promise<number> =>
  (await instance.store.db.select({ id: actor.id }).from(actor).where(eq(actor.name, name)))[0]!.id;

/** What an instance's log says about a post. */
export const eventsOf = async (instance: Instance, contentId: number) =>
  (
    await instance.store.db
      .select({ kind: event.kind })
      .from(event)
      .where(eq(event.contentId, contentId))
      .orderBy(asc(event.id))
  ).map(({ kind }) => kind);

/** What managers on an instance have asked of workspaces elsewhere. */
export const askedOn = (instance: Instance, workspaceId: number) =>
  instance.store.db
    .select({ kind: askedAct.kind, state: askedAct.state, answer: askedAct.answer })
    .from(askedAct)
    .where(eq(askedAct.workspaceId, workspaceId))
    .orderBy(asc(askedAct.id));
