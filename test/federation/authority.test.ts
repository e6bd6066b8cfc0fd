import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { discussion } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { deleteContent, openDiscussion } from "../../src/forums/index.ts";
import { join, managerIds, setManager } from "../../src/workspaces/index.ts";
import { activity, everyone, note, type PeerActor, undo } from "../peers/index.ts";
import { actorAt, arrivedAt, contentAt, iriOf, joined, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 30_000 });

type Acts = Record<"lock" | "unlock" | "pin" | "unpin" | "remove" | "restore" | "promote", JsonObject>;

/** Each kind of act of a manager, by somebody on another server, as Lemmy and Tombolo send them. */
const acts = (by: PeerActor, { group, iri, gone }: { group: string; iri: string; gone: string }): Acts => {
  const addressed = { to: [everyone], cc: [group], audience: group };
  const remove = activity(by, "Delete", gone, { ...addressed, summary: "spam" });
  return {
    lock: activity(by, "Lock", iri, addressed),
    unlock: undo(by, activity(by, "Lock", iri, addressed)),
    pin: activity(by, "Add", iri, { ...addressed, target: `${group}/featured` }),
    unpin: activity(by, "Remove", iri, { ...addressed, target: `${group}/featured` }),
    remove: activity(by, "Delete", iri, { ...addressed, summary: "spam" }),
    restore: activity(by, "Undo", remove, addressed),
    promote: activity(by, "Add", by.iri, { ...addressed, target: `${group}/moderators` }),
  };
};

async function posts({ a, amara, workspaceId }: Scene) {
  const say = (title: string) =>
    openDiscussion(a.context(amara), { workspaceId, title, source: "Words that stand." });
  const id = await say("Stands");
  await join(a.context(a.administrator), { workspaceId });
  const removed = await openDiscussion(a.context(a.administrator), {
    workspaceId,
    title: "Removed",
    source: "Words that were removed.",
  });
  await deleteContent(a.context(amara), { contentId: removed, reason: "Off topic" });
  return { id, iri: await iriOf(a, id), gone: await iriOf(a, removed) };
}

/** Nothing of it happens, and its sender is told. */
async function refusesAll(
  set: Scene,
  by: PeerActor,
  about: { id: number; iri: string; gone: string },
): Promise<void> {
  const { a, group, peer } = set;
  const all = acts(by, { group: group.iri, ...about });
  peer.forget();
  for (const sent of Object.values(all)) await by.send(set.inbox, sent);
  await set.settle();
  const answers = peer.activities("Reject").map(({ object }) => object);
  for (const [what, { id }] of Object.entries(all)) {
    expect([what, (await arrivedAt(a, id))?.state]).toEqual([what, "refused"]);
    expect([what, answers.includes(id!)]).toEqual([what, true]);
  }
  const [mark] = await a.store.db.select().from(discussion).where(eq(discussion.contentId, about.id));
  expect(mark).toMatchObject({ pinned: null, locked: null });
  expect(await contentAt(a, about.iri)).toMatchObject({ deleted: null });
  expect((await contentAt(a, about.gone))!.deleted).not.toBeNull();
  expect(await managerIds(a.store.db, set.workspaceId)).not.toContain((await actorAt(a, by.iri))!.id);
}

test("who is no manager manages nothing: a stranger, a member, a manager of another workspace, one who was", async () => {
  const set = await scene();
  const { a, amara, felix, peer, group, workspaceId, settle } = set;
  const about = await posts(set);
  const greta = await peer.addActor("greta");
  await refusesAll(set, greta, about);

  await joined(set, felix);
  await refusesAll(set, felix, about);

  const other = await a.addWorkspace("Another one", { manager: amara });
  const memberId = (await actorAt(a, felix.iri))!.id;
  await joined({ ...set, group: { ...group, iri: `${a.origin}/actors/${other.id}` } }, felix);
  await setManager(a.context(amara), { workspaceId: other.id, memberId, manager: true });
  await settle();
  await refusesAll(set, felix, about);

  // As a manager he does all of it, and no more once that is over.
  await setManager(a.context(amara), { workspaceId, memberId, manager: true });
  const { lock, pin, restore } = acts(felix, { group: group.iri, ...about });
  for (const sent of [lock, pin, restore]) await felix.send(set.inbox, sent);
  await settle();
  const [mark] = await a.store.db.select().from(discussion).where(eq(discussion.contentId, about.id));
  expect(mark).toMatchObject({ pinned: expect.any(Date), locked: expect.any(Date) });
  expect(await contentAt(a, about.gone)).toMatchObject({ deleted: null, title: "Removed" });
  const passedOn = peer.activities("Announce").map(({ object }) => (object as JsonObject).id);
  expect(passedOn).toEqual(expect.arrayContaining([lock.id, pin.id, restore.id]));

  const { unlock, unpin, remove } = acts(felix, { group: group.iri, ...about });
  for (const sent of [unlock, unpin, remove]) await felix.send(set.inbox, sent);
  await settle();
  expect((await contentAt(a, about.iri))!.deleted).not.toBeNull();
  const third = await posts(set);
  await setManager(a.context(amara), { workspaceId, memberId, manager: false });
  await refusesAll(set, felix, third);
});

test("a workspace elsewhere does not put acts into the hands of ours", async () => {
  const set = await scene();
  const { a, amara, workspaceId, felix, peer, group, settle } = set;
  const about = await posts(set);
  // A group of his that claims the workspace's managers, and what one of ours did there.
  const mill = await peer.addActor("mill", { type: "Group" });
  await felix.send(set.inbox, activity(felix, "Like", about.iri));
  const forged = {
    ...acts(felix, { group: group.iri, ...about }).lock,
    id: `${a.origin}/activities/1`,
    actor: `${a.origin}/actors/${amara.id}`,
  };
  await mill.send(set.inbox, activity(mill, "Announce", forged));
  // Nor does a group to which nobody here belongs bring in words as if one of ours had said them.
  const spam = note(mill, "Buy this.", { more: { audience: mill.iri } });
  await mill.send(set.inbox, activity(mill, "Announce", { ...spam, actor: forged.actor }));
  await settle();
  expect(await contentAt(a, String(spam.id))).toBeUndefined();
  expect((await a.store.db.select().from(discussion))[0]).toMatchObject({ locked: null });
  expect(await managerIds(a.store.db, workspaceId)).toEqual([amara.id]);
});
