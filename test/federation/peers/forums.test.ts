import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { content, history, peer as peers } from "../../../db/index.ts";
import type { JsonObject } from "../../../federation/wire/json.ts";
import { offerAgreement } from "../../../src/agreements/index.ts";
import { Refusal } from "../../../src/core/refusal.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
  setLocked,
  setPinned,
} from "../../../src/forums/index.ts";
import { blockMember, join, setManager } from "../../../src/workspaces/index.ts";
import { discourse } from "../../peers/discourse.ts";
import { activity, everyone, note, startPeer } from "../../peers/index.ts";
import { mbin } from "../../peers/mbin.ts";
import { nodebb } from "../../peers/nodebb.ts";
import { piefed } from "../../peers/piefed.ts";
import { contentAt, iriOf } from "../scene.ts";
import { groupThere, meet, type Meeting } from "./meeting.ts";

vi.setConfig({ testTimeout: 120_000 });

const announce = (by: Meeting["peer"]["person"], object: unknown): JsonObject => ({
  ...activity(by, "Announce", by.iri, { to: [everyone], cc: [`${by.iri}/followers`] }),
  object: object as never,
});

describe("NodeBB", () => {
  test("a category and a workspace follow each other", async () => {
    const set = await meet(nodebb);
    const { a, amara, workspaceId, peer, given, group: ours } = set;
    // Its groups name no moderators and no pins.
    const { group, workspaceId: there } = await groupThere(set);
    expect(there).toBeGreaterThan(0);
    const topic = note(peer.person, "their topic", {
      more: { type: "Article", name: "A topic", audience: group.iri },
    });
    expect(await given(group, announce(group, activity(peer.person, "Create", topic)))).toMatchObject({
      state: "done",
    });
    expect(await contentAt(a, String(topic.id))).toMatchObject({ kind: "discussion", workspaceId: there });

    expect(await given(group, activity(group, "Follow", ours.iri))).toMatchObject({ state: "done" });
    expect(peer.taken.at(-1)).toMatchObject({ type: "Accept", actor: ours.iri });
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    await set.settle();
    expect(peer.posts.get(await iriOf(a, id))).toMatchObject({ name: "Nights" });
    expect(peer.dropped).toEqual([]);
  });

  test("reads the posts of a discussion from its context, an edit at the post's address, others' posts at theirs", async () => {
    const set = await meet(nodebb);
    const { a, amara, workspaceId, peer, group } = set;
    await set.follows();
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    const post = await iriOf(a, id);
    const other = await startPeer({ clock: a.clock });
    const felix = await other.addActor("felix");
    const answer = note(felix, "my answer", { mentions: [group], inReplyTo: post });
    await felix.send(`${a.origin}/inbox`, activity(felix, "Create", answer));
    await set.settle();
    await editContent(a.context(amara), { contentId: id, title: "Nights", source: "Better words." });
    await set.settle();
    expect(peer.posts.get(post)).toMatchObject({ content: "<p>Better words.</p>" });
    expect(peer.posts.get(String(answer.id))).toMatchObject({ attributedTo: felix.iri });

    const context = await peer.read(String(peer.posts.get(post)!.context));
    expect(context).toMatchObject({ type: "OrderedCollection", attributedTo: group.iri, totalItems: 2 });
    const first = await peer.read(String(context!.first));
    expect((first!.orderedItems as unknown[]).map((one) => (one as JsonObject).id ?? one)).toEqual([
      post,
      answer.id,
    ]);

    await deleteContent(a.context(amara), { contentId: id });
    await set.settle();
    expect(peer.posts.has(post)).toBe(false);
    expect(peer.dropped).toEqual([]);
  });

  test("what is not public never goes there, agreement or not", async () => {
    const set = await meet(nodebb, "restricted");
    const { a, amara, workspaceId, peer } = set;
    const terms = { purpose: "Something.", contact: "Somebody", levels: ["restricted" as const] };
    const offered = offerAgreement(a.context(a.administrator), { host: peer.host, ...terms });
    await expect(offered).rejects.toThrow(Refusal);
    await set.follows();
    await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "A secret." });
    await set.settle();
    expect(peer.activities("Reject")).toHaveLength(1);
    expect(peer.delivered().join()).not.toContain("secret");
  });

  test("what it refuses without a word holds up nothing else for ever", async () => {
    const set = await meet(nodebb);
    const { a, amara, workspaceId, peer } = set;
    const other = await startPeer({ clock: a.clock });
    const mona = await other.addActor("mona");
    await set.given(mona, activity(mona, "Follow", set.group.iri));
    const { id: monaId } = (await a.store.db.query.actor.findFirst({
      where: (one, { eq }) => eq(one.iri, mona.iri),
    }))!;
    await setManager(a.context(amara), { workspaceId, memberId: monaId, manager: true });
    await set.follows();
    const theirs = await peer.addActor("theo");
    const answer = note(theirs, "from NodeBB", { mentions: [set.group] });
    await set.given(theirs, activity(theirs, "Create", answer));
    expect(peer.posts.has(String(answer.id))).toBe(true);
    // NodeBB believes no manager of a third server, and never says so.
    const removal = { summary: "Not for here.", to: [everyone], cc: [set.group.iri] };
    expect(await set.given(mona, activity(mona, "Delete", String(answer.id), removal))).toMatchObject({
      state: "done",
    });
    await openDiscussion(a.context(amara), { workspaceId, title: "Next", source: "What comes behind." });
    const next = () => [...peer.posts.values()].filter(({ name }) => name === "Next");
    for (let hour = 0; hour < 8; hour++) {
      await set.settle();
      expect(next()).toEqual([]);
      a.clock.tick({ hours: 1 });
    }
    await set.settle();
    expect(next()).toHaveLength(1);
    const [row] = await a.store.db.select().from(peers).where(eq(peers.host, peer.host));
    expect(row).toMatchObject({ failures: 0, problem: null, nextAttempt: null });
  });
});

describe("PieFed", () => {
  test("several activities in one Announce count, in a list and in a collection, and each once", async () => {
    const set = await meet(piefed);
    const { a, peer, given } = set;
    const { group } = await groupThere(set);
    const creates = ["one", "two", "three", "four"].map((words) =>
      activity(
        peer.person,
        "Create",
        note(peer.person, words, {
          more: { type: "Page", name: words, to: [group.iri, everyone], audience: group.iri },
        }),
      ),
    );
    await given(group, announce(group, creates.slice(0, 2)));
    const collection = { type: "OrderedCollection", totalItems: 2, orderedItems: creates.slice(2) };
    await given(group, announce(group, collection));
    // The same ones again, in other envelopes.
    await given(group, announce(group, creates));
    for (const create of creates) await given(group, announce(group, create));
    expect((await a.store.db.select().from(content)).map(({ title }) => title).sort()).toEqual([
      "four",
      "one",
      "three",
      "two",
    ]);
  });

  test("drops nothing of ours, because everything inside an Announce has an address of its own", async () => {
    const set = await meet(piefed);
    const { a, amara, workspaceId, peer } = set;
    await set.follows();
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    for (const round of ["1", "2"]) {
      await editContent(a.context(amara), { contentId: id, title: "Nights", source: `Words ${round}.` });
      for (const liked of [true, false]) await setLike(a.context(amara), { contentId: id, liked });
      await addComment(a.context(amara), { parentId: id, source: round });
      await set.settle();
    }
    expect(peer.dropped).toEqual([]);
    expect(peer.taken.filter(({ type }) => type === "Announce")).toHaveLength(9);
  });
});

describe("Mbin", () => {
  test("an outbox in which nothing stands is all the history there is", async () => {
    const set = await meet(mbin);
    const { a, peer } = set;
    const outbox = `${peer.origin}/users/ward/outbox`;
    peer.serve({ id: outbox, type: "OrderedCollection", totalItems: 0, first: `${outbox}?page=1` });
    await groupThere(set);
    await set.settle();
    expect(await a.store.db.select({ state: history.state }).from(history)).toEqual([{ state: "done" }]);
  });

  test("a Delete with a Tombstone deletes, from its author and from the group", async () => {
    const set = await meet(mbin);
    const { a, peer, given, group: ours } = set;
    const { group } = await groupThere(set);
    const tombstone = (post: JsonObject) => ({ type: "Tombstone", id: String(post.id) });
    const here = note(peer.person, "here", { mentions: [ours] });
    await given(peer.person, activity(peer.person, "Create", here));
    await given(
      peer.person,
      activity(peer.person, "Delete", tombstone(here), { to: [everyone], cc: [ours.iri] }),
    );
    const there = note(peer.person, "there", { more: { type: "Page", name: "there", audience: group.iri } });
    await given(group, announce(group, activity(peer.person, "Create", there)));
    await given(
      group,
      announce(group, activity(peer.person, "Delete", tombstone(there), { to: [everyone], cc: [] })),
    );
    for (const post of [here, there])
      expect(await contentAt(a, String(post.id))).toMatchObject({ deleted: expect.any(Date), html: "" });
  });

  test("reads everything that a workspace passes on", async () => {
    const set = await meet(mbin);
    const { a, amara, workspaceId, peer } = set;
    await set.follows();
    const manager = a.context(amara);
    const ben = await a.addMember("Ben Hart");
    await join(a.context(ben), { workspaceId });
    const id = await openDiscussion(manager, { workspaceId, title: "Nights", source: "Words." });
    const comment = await addComment(a.context(ben), { parentId: id, source: "More." });
    await editContent(a.context(ben), { contentId: comment, source: "More of it." });
    await set.settle();
    for (const on of [true, false]) {
      await setLike(manager, { contentId: comment, liked: on });
      await setLocked(manager, { contentId: id, on });
      await setPinned(manager, { contentId: id, on });
    }
    await setManager(manager, { workspaceId, memberId: ben.id, manager: true });
    await deleteContent(manager, { contentId: comment, reason: "Not for here." });
    await deleteContent(manager, { contentId: id });
    const paula = await a.store.db.query.actor.findFirst({
      where: (one, { eq }) => eq(one.iri, peer.person.iri),
    });
    const ends = new Date(a.clock.now().getTime() + 3_600_000);
    await blockMember(manager, { workspaceId, memberId: paula!.id, reason: "An hour off.", ends });
    await set.settle();
    expect(peer.dropped).toEqual([]);
    expect(peer.posts.size).toBe(0);
    expect(peer.taken.map((one) => (one.object as JsonObject).type)).toContain("Block");
  });
});

describe("Discourse", () => {
  test("announces a post by its address and within a Create, without naming an audience of each", async () => {
    const set = await meet(discourse(() => set.a.clock));
    const { a, peer, given } = set;
    const { group, workspaceId } = await groupThere(set);
    const post = (words: string) => {
      const made = note(peer.person, words, { more: { name: words, audience: group.iri } });
      const { to: _to, cc: _cc, ...bare } = made;
      peer.serve(bare);
      return bare;
    };
    const [named, inside] = [post("by its address"), post("within a Create")];
    await given(group, announce(group, named.id));
    await given(group, announce(group, activity(peer.person, "Create", inside)));
    for (const one of [named, inside])
      expect(await contentAt(a, String(one.id))).toMatchObject({ kind: "discussion", workspaceId });
  });

  test("its limit of ten deliveries a minute is kept, and everything arrives in order, though it knows no Page", async () => {
    const set = await meet(discourse(() => set.a.clock));
    const { a, amara, workspaceId, peer } = set;
    await set.follows();
    expect(peer.taken.map(({ type }) => type)).toEqual(["Accept"]);
    peer.forget();
    const titles = Array.from({ length: 24 }, (_, each) => `Discussion ${each}`);
    for (const title of titles)
      await openDiscussion(a.context(amara), { workspaceId, title, source: "Words." });
    for (let minute = 0; minute < 4; minute++) {
      await set.settle();
      a.clock.tick({ minutes: 1 });
    }
    const read = peer.dropped.map(({ activity: one, why }) => [
      ((one.object as JsonObject).object as JsonObject).name,
      why,
    ]);
    // Carried out by whoever did it and signed by the workspace: its plugin wants both to be one.
    expect(read).toEqual(titles.map((title) => [title, "the signer has to be the actor"]));
    const refused = peer.requests.filter(({ method }) => method === "POST").length - read.length;
    expect(refused).toBeLessThanOrEqual(4);
  });
});
