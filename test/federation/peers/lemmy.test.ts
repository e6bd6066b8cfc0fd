import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { notification } from "../../../db/index.ts";
import type { JsonObject } from "../../../federation/wire/json.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
  setLocked,
  setPinned,
} from "../../../src/forums/index.ts";
import { makeReport } from "../../../src/moderation/reports.ts";
import { decide, join, setManager } from "../../../src/workspaces/index.ts";
import { activity, everyone, note, startPeer } from "../../peers/index.ts";
import { lemmy, shapes } from "../../peers/lemmy.ts";
import { agreeInWriting } from "../agreements.ts";
import { contentAt, iriOf } from "../scene.ts";
import { groupThere, meet, type Meeting } from "./meeting.ts";

vi.setConfig({ testTimeout: 120_000 });

const inner = (announce: JsonObject): JsonObject => announce.object as JsonObject;

/** The types of what Lemmy took inside of an Announce, in order. */
const takenInside = ({ peer }: Meeting): string[] =>
  peer.taken.filter(({ type }) => type === "Announce").map((one) => String(inner(one).type));

describe("Lemmy", () => {
  test("a Follow is answered with an Accept that ends pending, and an Undo ends the membership", async () => {
    const set = await meet(lemmy);
    const { peer, group, given, stateOf } = set;
    const asked = await set.follows();
    expect(peer.dropped).toEqual([]);
    expect(peer.taken).toMatchObject([
      { type: "Accept", actor: group.iri, object: { type: "Follow", id: asked.id, actor: peer.person.iri } },
    ]);
    expect(await stateOf(peer.person.iri)).toBe("active");
    await given(peer.person, activity(peer.person, "Undo", asked, { to: [group.iri] }));
    expect(await stateOf(peer.person.iri)).toBe("left");
  });

  test("everything that a workspace announces parses, and nothing else is sent", async () => {
    const set = await meet(lemmy);
    const { a, amara, workspaceId, peer } = set;
    const ben = await a.addMember("Ben Hart");
    await join(a.context(ben), { workspaceId });
    await set.follows();
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "**Words.**" });
    const comment = await addComment(a.context(ben), { parentId: id, source: "An answer." });
    await editContent(a.context(ben), { contentId: comment, source: "A better answer." });
    await set.settle();
    const manager = a.context(amara);
    for (const on of [true, false]) {
      await setLike(manager, { contentId: comment, liked: on });
      await setLocked(manager, { contentId: id, on });
      await setPinned(manager, { contentId: id, on });
      await set.settle();
      a.clock.tick({ minutes: 1 });
    }
    await setManager(manager, { workspaceId, memberId: ben.id, manager: true });
    await deleteContent(manager, { contentId: comment, reason: "Not for here." });
    await set.settle();
    await deleteContent(manager, { contentId: id });
    await set.settle();
    expect(takenInside(set)).toEqual([
      ...["Create", "Create", "Update", "Like", "Lock", "Add", "Undo", "Undo", "Remove", "Add"],
      ...["Delete", "Delete"],
    ]);
    expect(peer.dropped).toEqual([]);
    expect(peer.posts.size).toBe(0);
  });

  test("the bare Announce of a post, sent while nobody knows what it is, is refused and does no harm", async () => {
    const set = await meet({ ...lemmy, software: "unknown" });
    const { a, amara, workspaceId, peer } = set;
    await set.follows();
    for (const title of ["One", "Two"]) {
      await openDiscussion(a.context(amara), { workspaceId, title, source: "Words." });
      await set.settle();
    }
    expect(takenInside(set)).toEqual(["Create", "Create"]);
    expect(peer.dropped.map(({ why }) => why)).toEqual(["cannot receive page", "cannot receive page"]);
    expect(peer.requests.filter(({ method }) => method === "POST")).toHaveLength(5);
  });

  test("a report reaches a community as Lemmy reads it, and whoever made it hears once that it is dealt with", async () => {
    const set = await meet(lemmy);
    const { a, amara, peer, given } = set;
    const { group } = await groupThere(set, { attributedTo: `${peer.origin}/users/ward/moderators` });
    const more = { type: "Page", name: "Buy this", to: [group.iri, everyone], cc: [], audience: group.iri };
    const page = note(peer.person, "spam", { more });
    const create = activity(peer.person, "Create", page, { audience: group.iri });
    await given(group, activity(group, "Announce", create, { to: [everyone], cc: [] }));
    const said = (await contentAt(a, String(page.id)))!;
    await makeReport(a.context(amara), { contentId: said.id, reason: "It sells something." });
    await set.settle();
    expect(peer.taken.at(-1)).toMatchObject({
      type: "Flag",
      to: [group.iri],
      content: "It sells something.",
    });
    expect(peer.dropped).toEqual([]);

    const told = () => a.store.db.$count(notification, eq(notification.kind, "report decided"));
    const flag = (by: string, object: string) =>
      activity(peer.person, "Flag", object, { actor: by, to: [group.iri], summary: "It sells something." });
    const resolve = (
      by: Meeting["peer"]["person"],
      about = flag(`${a.origin}/actors/${amara.id}`, said.iri),
    ) => given(by, activity(by, "Resolve", about, { to: [group.iri], cc: [], audience: group.iri }));
    const mallory = await (
      await startPeer({ clock: a.clock, hostname: "evil.localhost" })
    ).addActor("mallory");
    expect(await resolve(mallory)).toMatchObject({ state: "ignored" });
    expect(await resolve(peer.person, flag(peer.person.iri, said.iri))).toMatchObject({ state: "ignored" });
    expect(await told()).toBe(0);
    expect(await resolve(peer.person)).toMatchObject({ state: "done" });
    expect(await resolve(peer.person)).toMatchObject({ state: "ignored" });
    expect(await told()).toBe(1);
  });

  test("what the community's own members do is announced by it and has its effect here; another audience is refused", async () => {
    const set = await meet(lemmy);
    const { a, peer, given } = set;
    const { group, workspaceId } = await groupThere(set, {
      attributedTo: `${peer.origin}/users/ward/moderators`,
    });
    const announce = (one: JsonObject) =>
      given(group, activity(group, "Announce", one, { to: [everyone], cc: [`${group.iri}/followers`] }));
    const page = (words: string, audience = group.iri) =>
      note(peer.person, words, {
        more: { type: "Page", name: words, to: [group.iri, everyone], cc: [], audience },
      });
    const said = page("for us");
    const create = activity(peer.person, "Create", said, { audience: group.iri });
    expect(await announce(create)).toMatchObject({ state: "done" });
    expect(await contentAt(a, String(said.id))).toMatchObject({ kind: "discussion", workspaceId });
    for (const [type, state] of [
      ["Like", "done"],
      ["Dislike", "ignored"],
      ["Lock", "done"],
      ["Delete", "done"],
    ]) {
      const one = activity(peer.person, type!, String(said.id), {
        to: [everyone],
        cc: [group.iri],
        audience: group.iri,
      });
      expect([type, await announce(one)]).toMatchObject([type, { state }]);
    }
    expect(await contentAt(a, String(said.id))).toMatchObject({ deleted: expect.any(Date) });

    const other = page("for others", `${peer.origin}/users/else`);
    expect(await announce(activity(peer.person, "Create", other))).toMatchObject({ state: "refused" });
    expect(await contentAt(a, String(other.id))).toBeUndefined();
  });

  test("group, outbox, featured, moderators, followers and posts have the shapes it reads", async () => {
    const set = await meet(lemmy);
    const { a, amara, workspaceId, peer, group } = set;
    await set.follows();
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    const comment = await addComment(a.context(amara), { parentId: id, source: "An answer." });
    await setPinned(a.context(amara), { contentId: id, on: true });
    await set.settle();
    const documents = {
      group: group.iri,
      outbox: `${group.iri}/outbox`,
      featured: `${group.iri}/featured`,
      moderators: `${group.iri}/moderators`,
      followers: `${group.iri}/followers`,
      page: await iriOf(a, id),
      note: await iriOf(a, comment),
    };
    for (const [name, address] of Object.entries(documents)) {
      const document = await peer.read(address);
      expect(() => shapes[name as keyof typeof shapes](document!, name)).not.toThrow();
    }
    const outbox = await peer.read(documents.outbox);
    expect((outbox!.orderedItems as JsonObject[]).map((one) => inner(one).type)).toEqual([
      "Add",
      "Create",
      "Create",
    ]);
    expect(await peer.read(documents.followers)).toMatchObject({ totalItems: 2, items: [] });
  });

  test("a restricted workspace is private to it: pending until approved, fetched signed, and it may ask who follows", async () => {
    const set = await meet(lemmy, "restricted");
    const { a, amara, workspaceId, peer, group } = set;
    await agreeInWriting(a, peer.host);
    const ida = await peer.addActor("ida");
    const isFollower = async (iri: string, by = peer.person) =>
      (await by.fetch(`${group.iri}/followers?is_follower=${encodeURIComponent(iri)}`)).status;
    await set.follows();
    await set.given(ida, activity(ida, "Follow", group.iri, { to: [group.iri] }));
    expect(peer.taken).toEqual([]);
    expect(await set.stateOf(peer.person.iri)).toBe("requested");
    expect(await isFollower(peer.person.iri)).toBe(404);

    const who = async (iri: string) =>
      (await a.store.db.query.actor.findFirst({ where: (one, { eq }) => eq(one.iri, iri) }))!.id;
    const decided = { workspaceId, answer: "Welcome." };
    await decide(a.context(amara), { ...decided, memberId: await who(peer.person.iri), approve: true });
    await decide(a.context(amara), { ...decided, memberId: await who(ida.iri), approve: false });
    await set.settle();
    expect(peer.taken.map(({ type }) => type)).toEqual(["Accept", "Reject"]);
    expect(await isFollower(peer.person.iri)).toBe(200);

    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    await set.settle();
    const post = await iriOf(a, id);
    expect(takenInside(set)).toEqual(["Create"]);
    expect(await peer.read(post)).toMatchObject({ type: "Page", name: "Nights" });
    expect((await ida.fetch(post)).status).toBe(404);
  });
});
