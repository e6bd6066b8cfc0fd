import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../federation/wire/json.ts";
import {
  addComment,
  deleteContent,
  editContent,
  openDiscussion,
  setLike,
  setLocked,
  setPinned,
} from "../../src/forums/index.ts";
import { activity, everyone, note } from "../peers/index.ts";
import { ask, contentAt, iriOf, joined, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const inner = (announce: JsonObject): JsonObject => announce.object as JsonObject;

/** What the peer was sent since the last look, one activity for each, the workspace's envelope taken off. */
async function passedOn({ peer, settle }: Scene): Promise<JsonObject[]> {
  peer.forget();
  await settle();
  return peer.activities("Announce");
}

describe("what a follower on another server receives", () => {
  test("a new discussion comes twice: as an activity, and as the post that Mastodon shows", async () => {
    const set = await scene();
    const { a, amara, workspaceId, group, felix } = set;
    await joined(set, felix);
    const id = await openDiscussion(a.context(amara), {
      workspaceId,
      title: "Night-shift screening",
      source: "What made it **stick**?",
    });
    const [whole, bare, ...more] = await passedOn(set);
    expect(more).toEqual([]);
    const post = await iriOf(a, id);
    const person = `${a.origin}/actors/${amara.id}`;
    const audience = { to: [group.iri, everyone], cc: [`${person}/followers`], audience: group.iri };
    expect(whole).toMatchObject({
      type: "Announce",
      id: expect.stringMatching(`^${a.origin}/activities/\\d+$`),
      actor: group.iri,
      to: [everyone],
      cc: [`${group.iri}/followers`],
    });
    expect(inner(whole!)).toMatchObject({
      type: "Create",
      id: expect.stringMatching(`^${a.origin}/activities/\\d+$`),
      actor: person,
      ...audience,
      object: {
        type: "Page",
        id: post,
        attributedTo: person,
        name: "Night-shift screening",
        content: "<p>What made it <strong>stick</strong>?</p>",
        mediaType: "text/html",
        source: { content: "What made it **stick**?", mediaType: "text/markdown" },
        ...audience,
        context: `${post}/context`,
        attachment: [],
        tag: [{ type: "Mention", href: group.iri, name: group.name }],
        published: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    });
    expect(inner(whole!).proof).toMatchObject({
      cryptosuite: "eddsa-jcs-2022",
      proofPurpose: "assertionMethod",
    });
    expect(bare).toMatchObject({ type: "Announce", actor: group.iri, object: post, to: [everyone] });
    expect(bare!.id).not.toBe(whole!.id);
    expect(bare!.cc).toEqual([`${group.iri}/followers`]);
    const [delivery] = set.peer.requests.filter((one) => one.method === "POST");
    expect(delivery!.path).toBe("/inbox");
    expect(delivery!.headers).toMatchObject({
      "content-type": "application/activity+json",
      "user-agent": expect.stringMatching(new RegExp(`^Tombolo/[\\d.]+ \\(\\+${a.origin}\\)$`)),
      digest: expect.stringMatching(/^SHA-256=/),
      signature: expect.stringContaining(`keyId="${group.iri}#main-key"`),
    });
    for (const one of set.peer.requests) expect(one.headers["user-agent"]).toMatch(/^Tombolo\//);
  });

  test("a comment comes once, as a note without a name that mentions whom it answers", async () => {
    const set = await scene();
    const { a, amara, workspaceId, group, felix } = set;
    await joined(set, felix);
    const said = note(felix, "how do you do it at night?", { mentions: [group] });
    await felix.send(group.inbox, activity(felix, "Create", said));
    await set.settle();
    const opened = await contentAt(a, String(said.id));
    expect(opened).toMatchObject({ kind: "discussion", workspaceId });
    const first = await addComment(a.context(amara), { parentId: opened!.id, source: "Moving it." });
    const answers = await passedOn(set);
    expect(answers).toHaveLength(1);
    const create = inner(answers[0]!);
    expect(create.type).toBe("Create");
    const reply = create.object as JsonObject;
    expect(reply).toMatchObject({
      type: "Note",
      inReplyTo: said.id,
      attachment: [],
      tag: [
        { type: "Mention", href: felix.iri, name: `@felix@${felix.peer.host}` },
        { type: "Mention", href: group.iri, name: group.name },
      ],
    });
    expect(reply).not.toHaveProperty("name");
    await addComment(a.context(amara), { parentId: first, source: "To myself." });
    const [second] = await passedOn(set);
    expect((inner(second!).object as JsonObject).inReplyTo).toBe(await iriOf(a, first));
  });

  test("likes, edits, deletions, locks and pins come with all that strict servers ask for", async () => {
    const set = await scene();
    const { a, amara, workspaceId, group, felix } = set;
    const ben = await a.addMember("Ben Hart");
    const { join } = await import("../../src/workspaces/index.ts");
    await join(a.context(ben), { workspaceId });
    await joined(set, felix);
    const id = await openDiscussion(a.context(ben), { workspaceId, title: "A question", source: "Words." });
    const post = await iriOf(a, id);
    await set.settle();
    const manager = `${a.origin}/actors/${amara.id}`;
    const author = `${a.origin}/actors/${ben.id}`;
    const only = async (work: Promise<unknown>): Promise<JsonObject> => {
      await work;
      const all = await passedOn(set);
      expect(all).toHaveLength(1);
      const one = inner(all[0]!);
      for (const field of ["to", "cc"])
        expect(one[field], `${String(one.type)} ${field}`).toBeInstanceOf(Array);
      expect(one.to).toEqual([group.iri, everyone]);
      expect(one).toMatchObject({ audience: group.iri, id: expect.stringMatching(/\/activities\/\d+$/) });
      a.clock.tick({ minutes: 1 });
      return one;
    };
    const liked = await only(setLike(a.context(amara), { contentId: id, liked: true }));
    expect(liked).toMatchObject({ type: "Like", actor: manager, object: post });
    expect(await only(setLike(a.context(amara), { contentId: id, liked: false }))).toMatchObject({
      type: "Undo",
      actor: manager,
      object: { type: "Like", id: liked.id, actor: manager, object: post },
    });
    expect(
      await only(
        editContent(a.context(ben), { contentId: id, title: "A question", source: "Better words." }),
      ),
    ).toMatchObject({
      type: "Update",
      actor: author,
      object: { id: post, type: "Page", content: "<p>Better words.</p>", updated: expect.any(String) },
    });
    expect(await only(setPinned(a.context(amara), { contentId: id, on: true }))).toMatchObject({
      type: "Add",
      actor: manager,
      object: post,
      target: `${group.iri}/featured`,
    });
    expect(await only(setPinned(a.context(amara), { contentId: id, on: false }))).toMatchObject({
      type: "Remove",
      target: `${group.iri}/featured`,
    });
    const locked = await only(setLocked(a.context(amara), { contentId: id, on: true }));
    expect(locked).toMatchObject({ type: "Lock", actor: manager, object: post });
    expect(await only(setLocked(a.context(amara), { contentId: id, on: false }))).toMatchObject({
      type: "Undo",
      object: { type: "Lock", id: locked.id, actor: manager, object: post },
    });
    const mine = await addComment(a.context(ben), { parentId: id, source: "Never mind." });
    await set.settle();
    const own = await only(deleteContent(a.context(ben), { contentId: mine }));
    expect(own).toMatchObject({ type: "Delete", actor: author });
    expect(own).not.toHaveProperty("summary");
    expect(
      await only(deleteContent(a.context(amara), { contentId: id, reason: "Names a patient." })),
    ).toMatchObject({
      type: "Delete",
      actor: manager,
      object: post,
      summary: "Names a patient.",
    });
  });

  test("a new manager and a changed workspace are told", async () => {
    const set = await scene();
    const { a, amara, workspaceId, group, felix, peer } = set;
    await joined(set, felix);
    const { changeWorkspace, join, setManager } = await import("../../src/workspaces/index.ts");
    const ben = await a.addMember("Ben Hart");
    await join(a.context(ben), { workspaceId });
    await setManager(a.context(amara), { workspaceId, memberId: ben.id, manager: true });
    const target = `${group.iri}/moderators`;
    expect((await passedOn(set)).map(inner)).toMatchObject([
      { type: "Add", object: `${a.origin}/actors/${ben.id}`, target, cc: expect.any(Array) },
    ]);
    await setManager(a.context(amara), { workspaceId, memberId: ben.id, manager: false });
    expect((await passedOn(set)).map(inner)).toMatchObject([{ type: "Remove", target }]);
    await changeWorkspace(a.context(amara), workspaceId, {
      name: "Sepsis and deterioration",
      purpose: "To learn from each other.",
      source: "Welcome.",
    });
    await passedOn(set);
    expect(peer.activities("Update")).toMatchObject([
      {
        actor: group.iri,
        cc: [],
        object: { id: group.iri, type: "Group", name: "Sepsis and deterioration" },
      },
    ]);
  });
});

test("what arrived is passed on byte for byte, with members, order and spelling that nobody here knows", async () => {
  const set = await scene();
  const { a, group, felix, peer } = set;
  const greta = await peer.addActor("greta");
  await joined(set, greta);
  const id = `${felix.iri}/statuses/odd`;
  const text = `{"zebra": {"b":1.50, "a":[ ]},"type":"Create","object":{"content":"<p>caf\\u00e9 \\ud83d\\udc1d \u2028 <b>x<\\/b></p>","tag":{"href":"${group.iri}","type":"Mention","name":"${group.name}"},"id":"${id}","type":"Note","attributedTo":"${felix.iri}","to":"as:Public","cc":["${group.iri}"],"published":"2026-11-02T08:00:00.123456Z","_misskey_content":"","quoteUrl":null},\n "actor":"${felix.iri}","id":"${id}/activity","to":["as:Public"], "cc":"${group.iri}","@context":"https://www.w3.org/ns/activitystreams", "n":1e3}`;
  expect((await felix.send(group.inbox, text)).status).toBe(202);
  peer.forget();
  await set.settle();
  const [whole, bare] = peer.delivered("Announce");
  expect(whole).toContain(`"object":${text}}`);
  expect(JSON.parse(bare!)).toMatchObject({ object: id });
  const [page] = (await ask(`${group.iri}/outbox?page=true`)).text.match(/"orderedItems":\[.*\]/s)!;
  expect(page).toContain(`"object":${text}}`);
  const { id: announced } = JSON.parse(whole!) as { id: string };
  expect((await ask(announced)).text).toBe(whole);
  expect(await contentAt(a, id)).toMatchObject({ kind: "discussion" });
});
