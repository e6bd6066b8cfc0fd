import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test, vi } from "vitest";
import { actor, content, listEntry, membership, mute, workspaceMove } from "../../db/index.ts";
import { addComment, openDiscussion, setLocked, setPinned } from "../../src/forums/index.ts";
import { blockPerson, muteAccount } from "../../src/relations/index.ts";
import { addToList, makeList } from "../../src/shelves/index.ts";
import { areApart } from "../../src/ties/index.ts";
import {
  blockMember,
  changeLevel,
  createWorkspace,
  prepareMove,
  setManager,
  startMove,
} from "../../src/workspaces/index.ts";
import { activity, follow, note, startPeer } from "../peers/index.ts";
import type { Instance } from "../rig.ts";
import { joinFrom } from "./network.ts";
import { idAt, iriAt, picture } from "./picture.ts";
import { actorOn, people, type Place, place } from "./place.ts";
import { actorAt, scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const all = people();

const idOf = async (one: Instance, iri: string): Promise<number> => (await actorAt(one, iri))!.id;

const membersOn = async (one: Instance, iri: string) =>
  (
    await one.store.db
      .select({ iri: actor.iri, role: membership.role })
      .from(membership)
      .innerJoin(actor, eq(actor.id, membership.actorId))
      .where(and(eq(membership.workspaceId, await idOf(one, iri)), eq(membership.state, "active")))
  )
    .map(({ iri: who, role }) => `${who} ${role}`)
    .sort();

let at: Place;
beforeAll(async () => {
  at = await place(all(), "Owls");
  const { a, b, priya, amara, idOn, settle } = at;
  // Whoever runs the old instance manages the workspace too.
  const admin = a.administrator;
  const { join } = await import("../../src/workspaces/index.ts");
  await join(a.context(admin), { workspaceId: idOn.a });
  await setManager(a.context(amara), { workspaceId: idOn.a, memberId: admin.id, manager: true });
  const id = await openDiscussion(b.context(priya), { workspaceId: idOn.b, title: "Barn", source: "Owls?" });
  await settle();
  const onA = await idAt(a, await iriAt(b, id));
  await addComment(a.context(amara), { parentId: onA, source: "Many." });
  await setPinned(a.context(amara), { contentId: onA, on: true });
  await setLocked(a.context(amara), { contentId: onA, on: true });
  const rude = await a.addMember("Rude Person");
  await blockMember(a.context(amara), { workspaceId: idOn.a, memberId: rude.id, reason: "Rude" });
  await settle();
});

test("only where it was prepared, and only by a manager who is an administrator", async () => {
  const { a, b, amara, priya, tom, c, idOn, handle } = at;
  const other = await createWorkspace(b.context(priya), {
    name: "Not prepared",
    purpose: "Something else.",
    level: "open",
  });
  const address = `@not-prepared@${b.host}`;
  await expect(startMove(a.context(a.administrator), { workspaceId: idOn.a, address })).rejects.toMatchObject(
    {
      code: "invalid",
    },
  );
  expect(other).toBeGreaterThan(0);
  await expect(startMove(a.context(amara), { workspaceId: idOn.a, address })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(prepareMove(c.context(tom), { workspaceId: idOn.c })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect((await (await a.as(amara)).get(`/workspaces/${handle}/move`)).status).toBe(403);
});

test("what is for members only does not go where no agreement covers it", async () => {
  const { a, b, priya, settle } = at;
  const admin = a.administrator;
  const { id, handle } = await a.addWorkspace("Secret birds", { manager: admin });
  const onB = await joinFrom(b, priya, `@${handle}@${a.host}`);
  await settle();
  await setManager(a.context(admin), {
    workspaceId: id,
    memberId: await actorOn(a, priya.name),
    manager: true,
  });
  await settle();
  await prepareMove(b.context(priya), { workspaceId: onB });
  await changeLevel(a.context(admin), { workspaceId: id, level: "confidential" });
  await expect(
    startMove(a.context(admin), { workspaceId: id, address: `@${handle}@${b.host}` }),
  ).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("no sharing agreement") as string,
  });
  expect((await actorAt(a, `${a.origin}/actors/${id}`))?.movedTo).toBeNull();
});

test("it moves with its members, roles, blocks, pins and all that was said; everybody finds it at its new home", async () => {
  const { a, b, c, amara, priya, tom, settle, pathOn } = at;
  const before = await at.same();
  const hers = await b.as(priya);
  const prepared = await hers.submit(`${pathOn.b}/move`);
  const newHandle = /now enters @([\w-]+)@/.exec(prepared.text)![1]!;
  const list = await makeList(a.context(amara), { title: "Birds" });
  await addToList(a.context(amara), list, [at.idOn.a]);
  await muteAccount(c.context(tom), at.idOn.c);
  const admin = await a.as(a.administrator);
  const half = await admin.post(`${pathOn.a}/move`, { address: `@${newHandle}@${b.host}` });
  expect([half.status, half.text.includes("Confirm that it moves for good")]).toEqual([422, true]);
  const started = await admin.submit(`${pathOn.a}/move`, {
    address: `@${newHandle}@${b.host}`,
    confirm: "yes",
  });
  expect(started.text).toContain("has moved to");
  await settle();

  const [move] = await b.store.db
    .select()
    .from(workspaceMove)
    .where(eq(workspaceMove.workspaceId, at.idOn.b));
  const iri = move!.toIri;
  expect(move).toMatchObject({ state: "done" });
  for (const one of [a, b, c]) {
    expect(await picture(one, iri)).toEqual(before);
    expect((await picture(one, at.iri)).posts).toEqual([]);
  }
  // What they have for themselves about it goes along.
  const onA = await a.store.db
    .select()
    .from(listEntry)
    .where(eq(listEntry.accountId, await idOf(a, iri)));
  expect(onA).toMatchObject([{ listId: list }]);
  const muted = await c.store.db
    .select()
    .from(mute)
    .where(eq(mute.targetId, await idOf(c, iri)));
  expect(muted).toMatchObject([{ personId: tom.id }]);
  const members = await membersOn(b, iri);
  expect(members).toHaveLength(4);
  expect(members.filter((who) => who.endsWith("manager"))).toHaveLength(3);
  const home = await (await a.as(amara)).get(`/workspaces/${newHandle}@${b.host}/forum`);
  expect([home.status, home.text.includes("Barn")]).toEqual([200, true]);

  // The old home leads there, on pages and on the wire, and takes in nothing new.
  expect((await (await a.as(amara)).get(`${pathOn.a}/forum`)).location).toBe(
    `/workspaces/${newHandle}@${b.host}/forum`,
  );
  const json = { accept: "application/activity+json" };
  expect((await (await a.as()).get(`/actors/${at.idOn.a}`, json)).json()).toMatchObject({ movedTo: iri });
  expect((await (await b.as()).get(new URL(iri).pathname, json)).json()).toMatchObject({
    alsoKnownAs: [at.iri],
  });
  expect((await (await a.as()).get(`/actors/${at.idOn.a}/handover`, json)).status).toBe(404);

  // Life goes on there, for the members of all three.
  const onC = await openDiscussion(c.context(tom), {
    workspaceId: await idOf(c, iri),
    title: "New",
    source: "Here.",
  });
  await settle();
  const after = await picture(b, iri);
  expect(after.posts.map((one) => one.iri)).toContain(await iriAt(c, onC));
  for (const one of [a, c]) expect(await picture(one, iri)).toEqual(after);

  // Who joins later reads it from the beginning.
  const nina = await c.addMember("Nina New");
  await joinFrom(c, nina, `@${newHandle}@${b.host}`);
  await settle();
  expect(await picture(c, iri)).toEqual(after);
});

test("nobody takes over a workspace that did not say so, nor one that does not know of it", async () => {
  const set = await scene();
  const { a, peer, inbox, settle, amara, felix } = set;
  const iri = `${peer.origin}/users/ward`;
  const ward = await peer.addActor("ward", { type: "Group", attributedTo: `${iri}/moderators` });
  peer.serve({ id: `${iri}/outbox`, type: "OrderedCollection", totalItems: 0, orderedItems: [] });
  await joinFrom(a, amara, iri);
  await settle();
  await ward.send(inbox, activity(ward, "Accept", peer.activities("Follow").at(-1)!));
  await ward.send(
    inbox,
    activity(ward, "Announce", activity(felix, "Create", note(felix, "Words", { more: { audience: iri } }))),
  );
  await settle();
  const evil = await startPeer({ clock: a.clock, hostname: "evil.localhost" });
  const thief = await evil.addActor("thief", { type: "Group" });
  const claims = await evil.addActor("claims", { type: "Group", alsoKnownAs: [iri] });
  const stands = async () => (await a.store.db.select().from(content))[0]!.workspaceId;
  const wardId = await stands();
  // Its own move, but the new one does not say so; and another's, who says so, but not the old one.
  await ward.send(inbox, activity(ward, "Move", iri, { target: thief.iri }));
  await claims.send(inbox, activity(claims, "Move", iri, { target: claims.iri }));
  await claims.send(
    inbox,
    activity(claims, "Announce", activity(ward, "Move", iri, { target: claims.iri }) as never),
  );
  await settle();
  expect(await stands()).toBe(wardId);
  expect((await actorAt(a, iri))?.movedTo).toBeNull();

  // Both say so: then members here go along, once.
  const move = activity(ward, "Move", iri, { target: claims.iri });
  await ward.send(inbox, move);
  await settle();
  expect(await stands()).toBe((await actorAt(a, claims.iri))!.id);
  expect(evil.activities("Follow")).toHaveLength(1);
  await ward.send(inbox, { ...move, id: `${String(move.id)}-again` });
  await settle();
  expect(evil.activities("Follow")).toHaveLength(1);
});

test("somebody who moves is shown with their new account, which joins by itself", async () => {
  const set = await scene();
  const { a, peer, felix, inbox, settle, amara, group } = set;
  await felix.send(group.inbox, follow(felix, group.iri));
  await settle();
  const liar = await peer.addActor("liar");
  const fresh = await peer.addActor("fresh", { alsoKnownAs: [felix.iri] });
  await felix.send(inbox, activity(felix, "Move", felix.iri, { target: liar.iri }));
  await fresh.send(inbox, activity(fresh, "Move", felix.iri, { target: fresh.iri }));
  await settle();
  expect((await actorAt(a, felix.iri))?.movedTo).toBeNull();
  const tom = await a.addMember("Tom Baker");
  await muteAccount(a.context(amara), (await actorAt(a, felix.iri))!.id);
  await blockPerson(a.context(tom), (await actorAt(a, felix.iri))!.id);
  await felix.send(inbox, activity(felix, "Move", felix.iri, { target: fresh.iri }));
  await settle();
  const moved = (await actorAt(a, fresh.iri))!.id;
  expect(await a.store.db.select().from(mute).where(eq(mute.targetId, moved))).toMatchObject([
    { personId: amara.id },
  ]);
  expect(await areApart(a.store.db, tom.id, moved)).toBe(true);
  const page = await (await a.as(amara)).get(`/people/felix@${peer.host}`);
  expect(page.text).toContain(`href="${fresh.iri}"`);
  expect(await membersOn(a, group.iri)).toContain(`${felix.iri} contributor`);
  expect(await membersOn(a, group.iri)).not.toContain(`${fresh.iri} contributor`);
});
