import { actor, membership, person, workspace, type Store } from "../../db/index.ts";
import { testClock, testContext, testStore, type TestClock } from "../../test/rig.ts";
import { insertLocalActor } from "../actors/index.ts";
import { change, type Context } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { createWorkspace, join, decide } from "../workspaces/index.ts";

/** A forum of `north.localhost` with people of its own and of elsewhere, on an empty database. */
export interface TestForum {
  store: Store;
  clock: TestClock;
  workspaceId: Id;
  manager: Context;
  /** A member of the workspace. */
  priya: Context;
  /** Somebody with an account who is no member of it. */
  outsider: Context;
  /** Not signed in. */
  stranger: Context;
  /** Somebody of this organisation, with the handle made of the name. */
  person(name: string): Promise<Context>;
  /** Somebody of another server. */
  remote(handle: string, host?: string): Promise<Context>;
  /** A workspace that lives on another server, with these members of ours. */
  remoteWorkspace(handle: string, members: Context[], host?: string): Promise<Id>;
  enter(who: Context, workspaceId?: Id): Promise<void>;
}

export async function testForum(level: "open" | "restricted" = "open"): Promise<TestForum> {
  const store = await testStore();
  const clock = testClock();
  const as = (id: Id | null, local = true): Context =>
    testContext(store, { clock, actor: id === null ? null : { id, local, administrator: false } });
  const stranger = as(null);

  async function somebody(name: string): Promise<Context> {
    const handle = name.toLowerCase().replace(/[^a-z]+/g, "-");
    const id = await change(stranger, async (made) => {
      const actorId = await insertLocalActor(stranger, made, { kind: "person", handle, name, job: "Nurse" });
      await made.tx.insert(person).values({
        actorId,
        email: `${handle}@north.example`,
        role: "member",
        state: "active",
        created: made.at,
      });
      return actorId;
    });
    return as(id);
  }

  async function insertRemote(kind: "person" | "group", handle: string, host: string): Promise<Id> {
    const at = clock();
    const id = newId(at);
    const iri = `https://${host}/actors/${id}`;
    const path = kind === "group" ? "workspaces" : "people";
    await store.transaction(async (tx) => {
      await tx.insert(actor).values({
        id,
        iri,
        kind,
        host,
        local: false,
        handle,
        name: handle,
        url: `https://${host}/${path}/${handle}`,
        inbox: `${iri}/inbox`,
        created: at,
      });
    });
    return id;
  }

  const manager = await somebody("Amara Okafor");
  const priya = await somebody("Priya Nair");
  const outsider = await somebody("Olu Outside");
  const workspaceId = await createWorkspace(manager, {
    name: "Sepsis Network",
    handle: "sepsis",
    purpose: "Recognise and treat sepsis within the hour.",
    level,
  });

  async function enter(who: Context, id = workspaceId): Promise<void> {
    const state = await join(who, { workspaceId: id, followIri: `${who.actor!.id}/follow` });
    if (state === "requested")
      await decide(manager, { workspaceId: id, memberId: who.actor!.id, approve: true });
  }
  await enter(priya);

  return {
    store,
    clock,
    workspaceId,
    manager,
    priya,
    outsider,
    stranger,
    person: somebody,
    enter,
    remote: async (handle, host = "south.example") => as(await insertRemote("person", handle, host), false),
    async remoteWorkspace(handle, members, host = "south.example") {
      const id = await insertRemote("group", handle, host);
      await store.transaction(async (tx) => {
        const at = clock();
        await tx.insert(workspace).values({ actorId: id, level: "open", purpose: "Elsewhere", created: at });
        for (const { actor: member } of members) {
          await tx.insert(membership).values({
            id: newId(at),
            workspaceId: id,
            actorId: member!.id,
            role: "contributor",
            state: "active",
            requested: at,
            decided: at,
          });
        }
      });
      return id;
    },
  };
}
