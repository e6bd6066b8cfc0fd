import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { content, like, membership } from "../../db/index.ts";
import type { JsonObject } from "../../federation/wire/json.ts";
import { openDiscussion, setLike } from "../../src/forums/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { activity, everyone, follow, note, type PeerActor, startPeer, undo } from "../peers/index.ts";
import { arrivedAt, contentAt, iriOf, joined, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A group on the peer that a member here has joined, and that has let her in. */
async function joinedThere(set: Scene, name = "ward") {
  const { a, amara, peer, inbox, settle } = set;
  const iri = `${peer.origin}/users/${name}`;
  const group = await peer.addActor(name, {
    type: "Group",
    attributedTo: `${iri}/moderators`,
    featured: `${iri}/featured`,
  });
  peer.serve({ id: `${iri}/outbox`, type: "OrderedCollection", totalItems: 0, orderedItems: [] });
  peer.serve({ id: `${iri}/moderators`, type: "OrderedCollection", orderedItems: [] });
  const found = await a.running.federation.elsewhere.find(`@${name}@${peer.host}`, amara.id);
  if (!found.ok || found.value.kind !== "workspace") throw new Error("The group was not found");
  await join(a.context(amara), { workspaceId: found.value.id });
  await settle();
  const [asked] = peer.activities("Follow").slice(-1);
  await group.send(inbox, activity(group, "Accept", asked!));
  await settle();
  return { group, workspaceId: found.value.id };
}

const announce = (group: PeerActor, inner: JsonObject | string): JsonObject =>
  activity(group, "Announce", inner, { to: [everyone], cc: [`${group.iri}/followers`] });

const pageFor = (by: PeerActor, group: PeerActor, words: string): JsonObject =>
  note(by, words, { more: { type: "Page", name: words, to: [group.iri, everyone], audience: group.iri } });

/** Sends it, and says what became of it. */
async function given(set: Scene, by: PeerActor, sent: JsonObject) {
  expect((await by.send(set.inbox, sent)).status).toBe(202);
  await set.settle();
  return arrivedAt(set.a, sent.id);
}

describe("a workspace elsewhere", () => {
  test("passes on what its own people say, as activity, as address and several at once", async () => {
    const set = await scene();
    const { felix, a } = set;
    const { group, workspaceId } = await joinedThere(set);
    const [one, two, three, four] = ["one", "two", "three", "four"].map((words) =>
      pageFor(felix, group, words),
    );
    expect(await given(set, group, announce(group, activity(felix, "Create", one!)))).toMatchObject({
      state: "done",
    });
    await given(set, group, announce(group, String(two!.id)));
    const batch = [three!, four!].map((post) => activity(felix, "Create", post));
    await given(set, group, { ...announce(group, batch[0]!), object: batch as never });
    for (const post of [one, two, three, four])
      expect(await contentAt(a, String(post!.id))).toMatchObject({ kind: "discussion", workspaceId });
    await given(set, group, announce(group, String(one!.id)));
    expect(await a.store.db.$count(content)).toBe(4);
  });

  test("puts no words into anybody's mouth", async () => {
    const set = await scene();
    const { a } = set;
    const { group } = await joinedThere(set);
    const other = await startPeer({ clock: a.clock, hostname: "other.localhost" });
    const olga = await other.addActor("olga");
    const said = pageFor(olga, group, "what she said");
    const create = activity(olga, "Create", said);
    const twisted = {
      ...create,
      object: { ...(create.object as JsonObject), content: "<p>what she never said</p>" },
    };
    expect(await given(set, group, announce(group, twisted))).toMatchObject({ state: "done" });
    // Her own server was asked, and its wording counts.
    expect((await contentAt(a, String(said.id)))!.html).toContain("what she said");

    const invented = activity(olga, "Create", pageFor(olga, group, "invented"));
    other.documents.delete(new URL(String(invented.id)).pathname);
    other.documents.delete(new URL(String((invented.object as JsonObject).id)).pathname);
    expect(await given(set, group, announce(group, invented))).toMatchObject({ state: "refused" });
    const other2 = activity(olga, "Create", pageFor(olga, group, "shown as another's"));
    other.serve({ ...other2, actor: `${other.origin}/users/else` });
    expect(await given(set, group, announce(group, other2))).toMatchObject({ state: "refused" });
    const ours = { ...create, id: `${a.origin}/activities/1`, actor: `${a.origin}/actors/${set.amara.id}` };
    expect(await given(set, group, announce(group, ours))).toMatchObject({ state: "refused" });
    expect(await given(set, group, announce(group, announce(group, create)))).toMatchObject({
      state: "refused",
    });
    expect(await a.store.db.$count(content)).toBe(1);
  });

  test("that nobody here has joined is not listened to", async () => {
    const set = await scene();
    const { felix, peer, a } = set;
    const group = await peer.addActor("uninvited", { type: "Group" });
    const create = activity(felix, "Create", pageFor(felix, group, "one"));
    expect(await given(set, group, announce(group, create))).toMatchObject({ state: "ignored" });
    expect(await given(set, felix, announce(felix, create))).toMatchObject({ state: "ignored" });
    expect(await a.store.db.$count(content)).toBe(0);
  });

  test("speaks for itself only: another's Accept lets nobody in, and its word on other workspaces does not count", async () => {
    const set = await scene();
    const { a, amara, peer, group: home, workspaceId } = set;
    const iri = `${peer.origin}/users/ward`;
    const ward = await peer.addActor("ward", { type: "Group", manuallyApprovesFollowers: true });
    const rogue = await peer.addActor("rogue", { type: "Group" });
    const found = await a.running.federation.elsewhere.find(iri, amara.id);
    if (!found.ok || found.value.kind !== "workspace") throw new Error("not found");
    const { id: wardId } = found.value;
    await join(a.context(amara), { workspaceId: wardId });
    await set.settle();
    const [asked] = peer.activities("Follow");
    const state = async () =>
      (await a.store.db.select().from(membership).where(eq(membership.workspaceId, wardId)))[0]?.state;
    expect(await given(set, rogue, activity(rogue, "Accept", asked!))).toMatchObject({ state: "ignored" });
    expect(await given(set, rogue, activity(rogue, "Accept", String(asked!.id)))).toMatchObject({
      state: "ignored",
    });
    expect(await state()).toBe("requested");
    // Mitra names the Follow by its address.
    expect(await given(set, ward, activity(ward, "Accept", String(asked!.id)))).toMatchObject({
      state: "done",
    });
    expect(await state()).toBe("active");

    const id = await openDiscussion(a.context(amara), { workspaceId, title: "At home", source: "Words." });
    const post = await iriOf(a, id);
    await given(set, ward, announce(ward, activity(rogue, "Delete", post, { summary: "no" })));
    await given(set, ward, announce(ward, activity(rogue, "Lock", post)));
    await given(set, ward, announce(ward, activity(rogue, "Add", post, { target: `${home.iri}/featured` })));
    expect(await contentAt(a, post)).toMatchObject({ deleted: null });
    const { discussion } = await import("../../db/index.ts");
    expect((await a.store.db.select().from(discussion))[0]).toMatchObject({ locked: null, pinned: null });
  });
});

describe("a stranger", () => {
  test("neither edits, deletes, locks, pins nor unlikes what is another's, nor lets anybody leave", async () => {
    const set = await scene();
    const { a, amara, workspaceId, felix, peer, group } = set;
    const mallory = await peer.addActor("mallory");
    await joined(set, felix);
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Ours", source: "Words." });
    await setLike(a.context(amara), { contentId: id, liked: true });
    const post = await iriOf(a, id);
    const theirs = note(felix, "felix wrote", { mentions: [group] });
    await felix.send(set.inbox, activity(felix, "Create", theirs));
    const liked = activity(felix, "Like", post);
    await felix.send(set.inbox, liked);
    await set.settle();
    const picture = async () => [
      await a.store.db.select().from(content),
      await a.store.db.select().from(like),
      await a.store.db.select().from(membership),
    ];
    const before = await picture();
    const attempts: JsonObject[] = [
      activity(mallory, "Delete", String(theirs.id)),
      activity(mallory, "Delete", { id: String(theirs.id), type: "Tombstone" }),
      activity(mallory, "Delete", post),
      activity(mallory, "Delete", felix.iri),
      activity(mallory, "Lock", post, { to: [group.iri], cc: [] }),
      activity(mallory, "Add", post, { target: `${group.iri}/featured` }),
      activity(mallory, "Add", mallory.iri, { target: `${group.iri}/moderators` }),
      activity(mallory, "Remove", `${a.origin}/actors/${amara.id}`, { target: `${group.iri}/moderators` }),
      undo(mallory, liked),
      undo(mallory, follow(felix, group.iri)),
      activity(mallory, "Undo", String(liked.id)),
      activity(mallory, "Accept", follow(felix, group.iri)),
      activity(mallory, "Update", { ...felix.document, name: "Hacked" }),
      activity(mallory, "Block", felix.iri, { target: group.iri }),
    ];
    for (const one of attempts) {
      const outcome = await given(set, mallory, one);
      expect([one.type, outcome?.state]).toEqual([one.type, expect.toBeOneOf(["refused", "ignored"])]);
    }
    expect(await picture()).toEqual(before);
  });

  test("who replies in circles is followed for a few steps and let be", async () => {
    const set = await scene();
    const { felix, group, peer, a } = set;
    const one = note(felix, "one", { mentions: [group] });
    const two = note(felix, "two", { mentions: [group], inReplyTo: String(one.id) });
    const looped = { ...one, inReplyTo: two.id };
    peer.serve(looped);
    peer.forget();
    expect(await given(set, felix, activity(felix, "Create", looped))).toMatchObject({ state: "refused" });
    expect(peer.requests.filter((request) => request.path.includes("/statuses/")).length).toBeLessThan(5);
    const self = note(felix, "self", { mentions: [group] });
    peer.serve({ ...self, inReplyTo: self.id });
    const create = activity(felix, "Create", { ...self, inReplyTo: self.id! });
    expect(await given(set, felix, create)).toMatchObject({ state: "refused" });
    expect(await a.store.db.$count(content)).toBe(0);
  });
});
