import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../../federation/wire/json.ts";
import { addComment, deleteContent, editContent, openDiscussion } from "../../../src/forums/index.ts";
import { decide, join } from "../../../src/workspaces/index.ts";
import { activity, everyone, note } from "../../peers/index.ts";
import { mastodon, timeline } from "../../peers/mastodon.ts";
import { client } from "../../rig.ts";
import { agreeInWriting } from "../agreements.ts";
import { contentAt, iriOf } from "../scene.ts";
import { meet, type Meeting } from "./meeting.ts";

vi.setConfig({ testTimeout: 120_000 });

const say = async (
  { peer, given, group }: Meeting,
  words: string,
  more: JsonObject = {},
  inReplyTo?: string,
) => {
  const post = note(peer.person, words, { mentions: [group], more, ...(inReplyTo ? { inReplyTo } : {}) });
  return { iri: String(post.id), outcome: await given(peer.person, activity(peer.person, "Create", post)) };
};

describe("Mastodon", () => {
  test("shows a discussion as a boost by the workspace, once, with its title and address", async () => {
    const set = await meet(mastodon);
    const { a, amara, workspaceId, peer, group } = set;
    await set.follows();
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    await set.settle();
    const post = await iriOf(a, id);
    expect([...timeline(peer)]).toEqual([
      [
        post,
        {
          actor: `${a.origin}/actors/${amara.id}`,
          text: `<h2>Nights</h2><a href="${post}"></a>`,
          updated: null,
          boostedBy: new Set([group.iri]),
        },
      ],
    ]);
    expect(peer.taken.filter(({ type }) => type === "Announce")).toHaveLength(2);
    expect(peer.dropped).toEqual([]);
  });

  test("a reply reaches the discussion, and its author sees the answer, the edit and the deletion without following", async () => {
    const set = await meet(mastodon);
    const { a, amara, workspaceId, peer } = set;
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    const { iri } = await say(set, "how?", {}, await iriOf(a, id));
    const said = await contentAt(a, iri);
    expect(said).toMatchObject({ kind: "comment", rootId: id });
    const answer = await addComment(a.context(amara), { parentId: said!.id, source: "Like this." });
    await set.settle();
    const shown = () =>
      [...timeline(peer).values()].filter(({ actor }) => actor.startsWith(a.origin)).map(({ text }) => text);
    expect(shown()).toEqual(["<p>Like this.</p>"]);
    await editContent(a.context(amara), { contentId: answer, source: "Like that." });
    await set.settle();
    expect(shown()).toEqual(["<p>Like that.</p>"]);
    await deleteContent(a.context(amara), { contentId: answer });
    await set.settle();
    expect(shown()).toEqual([]);
    expect(peer.dropped.filter(({ activity: one }) => one.type !== "Announce")).toEqual([]);
  });

  test("what its author edits or deletes, and what a manager removes, changes on the servers that follow", async () => {
    const set = await meet(mastodon);
    const { a, amara, workspaceId, peer } = set;
    const ben = await a.addMember("Ben Hart");
    await join(a.context(ben), { workspaceId });
    await set.follows();
    const ids: number[] = [];
    for (const title of ["One", "Two", "Three"])
      ids.push(await openDiscussion(a.context(ben), { workspaceId, title, source: "Words." }));
    await set.settle();
    expect(timeline(peer).size).toBe(3);
    await editContent(a.context(ben), { contentId: ids[0]!, title: "One, better", source: "Words." });
    await deleteContent(a.context(ben), { contentId: ids[1]! });
    await deleteContent(a.context(amara), { contentId: ids[2]!, reason: "Not for here." });
    await set.settle();
    expect([...timeline(peer).values()].map(({ text }) => text)).toEqual([
      expect.stringContaining("<h2>One, better</h2>"),
    ]);
  });

  test("fetches a members-only post on behalf of a member, and of nobody else", async () => {
    const set = await meet(mastodon, "restricted");
    const { a, amara, workspaceId, peer, group } = set;
    await agreeInWriting(a, peer.host);
    await set.follows();
    const asked = await a.store.db.query.actor.findFirst({
      where: (one, { eq }) => eq(one.iri, peer.person.iri),
    });
    await decide(a.context(amara), { workspaceId, memberId: asked!.id, approve: true, answer: "" });
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    await set.settle();
    const post = await iriOf(a, id);
    expect(timeline(peer).get(post)).toMatchObject({ boostedBy: new Set([group.iri]) });
    const other = await peer.addActor("olaf");
    expect((await other.fetch(post)).status).toBe(404);
  });

  test("a report with a list of what it is about is taken", async () => {
    const set = await meet(mastodon);
    const { a, amara, workspaceId, peer, group } = set;
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "Nights", source: "Words." });
    const about = [`${a.origin}/actors/${amara.id}`, await iriOf(a, id)];
    const flag = activity(peer.person, "Flag", group.iri, {
      object: about as never,
      content: "Look at this",
      to: [group.iri],
    });
    const outcome = await set.given(peer.person, flag);
    expect(["done", "ignored"]).toContain(outcome?.state);
  });

  test("names lead to actors and actors to names, both ways", async () => {
    const set = await meet(mastodon);
    const { a, amara, peer, group } = set;
    const acct = `acct:${group.name.slice(1)}`;
    const finger = await client(a.origin).get(`/.well-known/webfinger?resource=${encodeURIComponent(acct)}`);
    const { subject, links } = finger.json<{ subject: string; links: JsonObject[] }>();
    expect(subject).toBe(acct);
    expect(links).toContainEqual(expect.objectContaining({ rel: "self", href: group.iri }));
    expect(await peer.read(group.iri)).toMatchObject({ preferredUsername: group.name.split("@")[1] });
    const found = await a.running.federation.elsewhere.find(`@paula@${peer.host}`, amara.id);
    expect(found).toMatchObject({ ok: true, value: { kind: "person" } });
  });

  test("an article and an event arrive as title, text and link", async () => {
    const set = await meet(mastodon);
    const { a, amara, group } = set;
    for (const type of ["Article", "Event"]) {
      const more = {
        type,
        name: `An ${type}`,
        startTime: "2026-12-01T10:00:00Z",
        url: `${set.peer.origin}/${type}`,
      };
      const { iri } = await say(set, `the words of the ${type}`, more);
      const kept = await contentAt(a, iri);
      expect(kept).toMatchObject({ kind: "discussion", title: `An ${type}`, url: more.url });
      expect(kept!.html).toContain(`the words of the ${type}`);
      const page = await (
        await a.as(amara)
      ).get(`/workspaces/${group.name.split("@")[1]}/discussions/${kept!.id}`);
      expect(page.text).toContain(more.url);
    }
    const bare = await say(set, "not for all", {
      to: [group.iri],
      cc: [everyone.replace("Public", "Nobody")],
    });
    expect(await contentAt(a, bare.iri)).toBeUndefined();
  });
});
