import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../../federation/wire/json.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
} from "../../../src/forums/index.ts";
import { gotosocial } from "../../peers/gotosocial.ts";
import { activity, everyone, note } from "../../peers/index.ts";
import { mobilizon } from "../../peers/mobilizon.ts";
import { client } from "../../rig.ts";
import { contentAt, iriOf } from "../scene.ts";
import { groupThere, meet } from "./meeting.ts";

vi.setConfig({ testTimeout: 120_000 });

describe("GoToSocial", () => {
  test("each side signs what it fetches, with a key that has no fragment", async () => {
    const set = await meet(gotosocial);
    const { a, peer, group } = set;
    expect(peer.person.keyId).not.toContain("#");
    expect((await client(peer.origin).get("/users/paula")).status).toBe(401);
    const post = note(peer.person, "does anyone?", { mentions: [group] });
    // Only its address: the words have to be fetched, signed.
    expect(
      await set.given(
        peer.person,
        activity(peer.person, "Create", String(post.id), { to: [everyone], cc: [group.iri] }),
      ),
    ).toMatchObject({ state: "done" });
    expect(await contentAt(a, String(post.id))).toMatchObject({ kind: "discussion" });
    expect((await peer.person.fetch(group.iri)).status).toBe(200);
    const fetches = peer.requests.filter(
      ({ method, path }) => method === "GET" && path.startsWith("/users/paula/statuses"),
    );
    expect(fetches.every(({ headers }) => Boolean(headers.signature))).toBe(true);
  });

  test("an answer mentions whom it answers, so that it is kept; its edit and a like arrive", async () => {
    const set = await meet(gotosocial);
    const { a, amara, peer, group } = set;
    const post = note(peer.person, "does anyone?", { mentions: [group] });
    await set.given(peer.person, activity(peer.person, "Create", post));
    const said = (await contentAt(a, String(post.id)))!;
    const answer = await addComment(a.context(amara), { parentId: said.id, source: "We do." });
    await setLike(a.context(amara), { contentId: said.id, liked: true });
    await set.settle();
    await editContent(a.context(amara), { contentId: answer, source: "We do so." });
    await set.settle();
    const ours = [...peer.posts.values()].filter(({ id }) => String(id).startsWith(a.origin));
    expect(ours.map(({ content }) => content)).toEqual(["<p>We do so.</p>"]);
    // What the workspace passes on as well is nothing to it, but for the post's own address.
    const direct = (one: JsonObject) => one.type !== "Announce";
    expect(peer.taken.filter(direct).map(({ type }) => type)).toEqual(["Create", "Like", "Update"]);
    expect(peer.dropped.map(({ activity: one }) => one).filter(direct)).toEqual([]);
  });

  test("follows a workspace: a discussion is a boost there, once, and what is taken back is taken back from its author", async () => {
    const set = await meet(gotosocial);
    const { a, amara, workspaceId, peer, group } = set;
    await set.follows();
    expect(peer.taken).toMatchObject([{ type: "Accept", actor: group.iri, object: { type: "Follow" } }]);
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    const post = note(peer.person, "does anyone?", { mentions: [group] });
    await set.given(peer.person, activity(peer.person, "Create", post));
    const theirs = (await contentAt(a, String(post.id)))!;
    const ours = () => [...peer.posts.keys()].filter((iri) => iri.startsWith(a.origin));
    expect(ours()).toEqual([await iriOf(a, id)]);
    // A like, and the end of it, come to the inbox of its author and to no other.
    for (const liked of [true, false]) {
      await setLike(a.context(amara), { contentId: theirs.id, liked });
      await set.settle();
    }
    await deleteContent(a.context(amara), { contentId: id });
    await set.settle();
    expect(ours()).toEqual([]);
    const direct = ({ type }: JsonObject) => type !== "Announce" && type !== "Accept";
    expect(peer.taken.filter(direct).map(({ type }) => type)).toEqual(["Like", "Undo", "Delete"]);
    expect(peer.dropped.map(({ activity: one }) => one).filter(direct)).toEqual([]);
  });
});

describe("Mobilizon", () => {
  test("a Join is accepted as what it was, and a Leave ends it", async () => {
    const set = await meet(mobilizon);
    const { peer, group, given, stateOf } = set;
    const asked = activity(peer.person, "Join", group.iri, { participationMessage: null as never });
    expect(await given(peer.person, asked)).toMatchObject({ state: "done" });
    expect(peer.dropped).toEqual([]);
    expect(peer.taken).toMatchObject([{ type: "Accept", object: { type: "Join", id: asked.id } }]);
    expect(await stateOf(peer.person.iri)).toBe("active");
    const other = await peer.addActor("olaf");
    expect(await given(other, activity(other, "Leave", group.iri))).toMatchObject({ state: "ignored" });
    expect(await given(peer.person, activity(peer.person, "Leave", group.iri))).toMatchObject({
      state: "done",
    });
    expect(await stateOf(peer.person.iri)).toBe("left");
  });

  test("an Invite by somebody of a group reaches whom it is for; one for another server's group does not", async () => {
    const set = await meet(mobilizon);
    const { a, amara, peer, given } = set;
    await groupThere(set);
    const clinic = await peer.addActor("clinic", { type: "Group", name: "Clinic" });
    const target = `${a.origin}/actors/${amara.id}`;
    const invite = (object: string) =>
      activity(peer.person, "Invite", object, { target, to: [target], cc: [] });
    expect(await given(peer.person, invite(clinic.iri))).toMatchObject({ state: "done" });
    expect((await (await a.as(amara)).get("/notifications")).text).toContain("Clinic");
    for (const other of [set.group.iri, "http://else.localhost/users/club", peer.person.iri])
      expect(await given(peer.person, invite(other))).toMatchObject({ state: "ignored" });
  });

  test("an event of a group is a discussion by it, with title, text and address", async () => {
    const set = await meet(mobilizon);
    const { a, amara, peer, given } = set;
    const { group, workspaceId } = await groupThere(set, { name: "Contribateliers", openness: "open" });
    const event = note(peer.person, "Bring a laptop.", {
      more: {
        type: "Event",
        name: "A workshop",
        actor: peer.person.iri,
        attributedTo: group.iri,
        startTime: "2026-12-01T19:00:00+00:00",
        endTime: "2026-12-01T21:00:00+00:00",
        joinMode: "free",
        to: [everyone],
        cc: [`${group.iri}/followers`],
      },
    });
    const announced = activity(group, "Announce", String(event.id), {
      to: [everyone],
      cc: [`${group.iri}/followers`],
    });
    expect(await given(group, announced)).toMatchObject({ state: "done" });
    const kept = await contentAt(a, String(event.id));
    expect(kept).toMatchObject({ kind: "discussion", workspaceId, title: "A workshop", url: event.url });
    const page = await (await a.as(amara)).get(`/workspaces/ward@${peer.host}/discussions/${kept!.id}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain("Bring a laptop.");
    expect(page.text).toContain(String(event.url));

    const elsewhere = note(peer.person, "for nobody", { more: { type: "Event", name: "Another", cc: [] } });
    const other = activity(group, "Announce", String(elsewhere.id), { to: [everyone], cc: [] }) as JsonObject;
    expect(await given(group, other)).toMatchObject({ state: "ignored" });
  });
});
