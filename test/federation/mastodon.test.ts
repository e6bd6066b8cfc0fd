import { asc, eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { content, discussion, inbox } from "../../db/index.ts";
import { addComment, openDiscussion } from "../../src/forums/index.ts";
import { activity, everyone, note, undo } from "../peers/index.ts";
import { arrivedAt, contentAt, iriOf, joined, scene, type Scene } from "./scene.ts";

vi.setConfig({ testTimeout: 60_000 });

const all = ({ a }: Scene) => a.store.db.select().from(content).orderBy(asc(content.id));

/** Sends a post as it is, and has it dealt with. */
async function say(set: Scene, ...given: Parameters<typeof note>) {
  const post = note(...given);
  const create = activity(given[0], "Create", post);
  const answer = await given[0].send(set.inbox, create);
  expect(answer.status).toBe(202);
  await set.settle();
  return { post, create, iri: String(post.id) };
}

describe("a person on Mastodon", () => {
  test("opens a discussion by a mention, once, whether they follow or not", async () => {
    const set = await scene();
    const { felix, group, peer, a, workspaceId } = set;
    const { iri, create } = await say(set, felix, "does anyone screen at night?", { mentions: [group] });
    expect(await contentAt(a, iri)).toMatchObject({
      kind: "discussion",
      workspaceId,
      title: "does anyone screen at night?",
      url: iri.replace("/users/", "/@"),
      accepted: expect.any(Date),
    });
    // To the shared inbox and to the workspace's own.
    await felix.send(group.inbox, create);
    await felix.send(group.inbox, { ...create, id: `${String(create.id)}-again` });
    await set.settle();
    expect(await all(set)).toHaveLength(1);

    const greta = await peer.addActor("greta");
    await joined(set, greta);
    const second = await say(set, greta, "and by day?", { mentions: [group] });
    expect(await contentAt(a, second.iri)).toMatchObject({ kind: "discussion", title: "and by day?" });
    peer.forget();
    await set.settle();
    expect(await all(set)).toHaveLength(2);
  });

  test("joins a discussion by a reply, edits it, and takes it back", async () => {
    const set = await scene();
    const { felix, peer, a, amara, workspaceId } = set;
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
    const comment = await addComment(a.context(amara), { parentId: id, source: "First." });
    const { post, iri } = await say(set, felix, "second", {
      mentions: [{ iri: `${a.origin}/actors/${amara.id}`, name: `@${amara.handle}@${a.host}` }],
      inReplyTo: await iriOf(a, comment),
    });
    expect(await contentAt(a, iri)).toMatchObject({ kind: "comment", parentId: comment, rootId: id });

    const edited = { ...post, content: "<p>second, better</p>", updated: a.clock.now().toISOString() };
    await felix.send(set.inbox, activity(felix, "Update", edited));
    await set.settle();
    expect(await contentAt(a, iri)).toMatchObject({
      html: "<p>second, better</p>",
      edited: expect.any(Date),
    });

    const gone = { "@context": "https://www.w3.org/ns/activitystreams", id: iri, type: "Tombstone" };
    peer.documents.set(new URL(iri).pathname, { status: 410 });
    await felix.send(set.inbox, activity(felix, "Delete", gone, { to: [everyone] }));
    await set.settle();
    expect(await contentAt(a, iri)).toMatchObject({ deleted: expect.any(Date), html: "" });
    const [counted] = await a.store.db.select().from(discussion).where(eq(discussion.contentId, id));
    expect(counted?.comments).toBe(1);
  });

  test("likes, and takes the like back", async () => {
    const set = await scene();
    const { felix, a, amara, workspaceId } = set;
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
    const post = await iriOf(a, id);
    const like = activity(felix, "Like", post);
    await felix.send(set.inbox, like);
    await set.settle();
    expect(await contentAt(a, post)).toMatchObject({ likes: 1 });
    await felix.send(set.inbox, undo(felix, like));
    await set.settle();
    expect(await contentAt(a, post)).toMatchObject({ likes: 0 });
  });

  test("is not made public when they wrote to the workspace alone, or to their followers", async () => {
    const set = await scene();
    const { felix, group, a } = set;
    for (const to of [[group.iri], [`${felix.iri}/followers`, group.iri]]) {
      const { iri } = await say(set, felix, "in confidence", { mentions: [group], more: { to, cc: [] } });
      expect(await contentAt(a, iri)).toBeUndefined();
    }
    expect(set.peer.activities("Reject")).toMatchObject([
      { actor: group.iri, to: [felix.iri], summary: expect.stringMatching(/public/) },
      {},
    ]);
  });

  test("votes in no poll here, and boosts what everybody may read", async () => {
    const set = await scene();
    const { felix, a, amara, workspaceId, group } = set;
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
    const post = await iriOf(a, id);
    const vote = { name: "Yes", content: null };
    const { create } = await say(set, felix, "", { inReplyTo: post, mentions: [group], more: vote });
    const boost = activity(felix, "Announce", post, { to: [everyone], cc: [] });
    await felix.send(set.inbox, boost);
    await set.settle();
    expect(await arrivedAt(a, create.id)).toMatchObject({ state: "ignored" });
    expect(await arrivedAt(a, boost.id)).toMatchObject({ state: "done" });
    expect(await contentAt(a, post)).toMatchObject({ boosts: 1 });
    expect(await all(set)).toHaveLength(1);
  });

  test("replies to what is not here: to a stranger's post a discussion opens, to one of the workspace it joins", async () => {
    const set = await scene();
    const { felix, group, a, amara, workspaceId, peer } = set;
    const greta = await peer.addActor("greta");
    const outside = note(greta, "something else entirely");
    const brought = await say(set, felix, "what do you think?", {
      mentions: [group],
      inReplyTo: String(outside.id),
    });
    expect(await contentAt(a, brought.iri)).toMatchObject({ kind: "discussion" });

    // Greta's comment is still on its way when Felix answers it.
    const id = await openDiscussion(a.context(amara), { workspaceId, title: "One", source: "Words." });
    const late = note(greta, "my comment", { mentions: [group], inReplyTo: await iriOf(a, id) });
    const answer = await say(set, felix, "my answer", { mentions: [group], inReplyTo: String(late.id) });
    const [comment] = [await contentAt(a, String(late.id))];
    expect(comment).toMatchObject({ kind: "comment", parentId: id });
    expect(await contentAt(a, answer.iri)).toMatchObject({
      kind: "comment",
      parentId: comment!.id,
      rootId: id,
    });

    const nowhere = await say(set, felix, "to nobody", {
      mentions: [group],
      inReplyTo: `${a.origin}/content/12345`,
    });
    expect(await contentAt(a, nowhere.iri)).toBeUndefined();
  });

  test("who closes the account is gone, and comes back by no later post", async () => {
    const set = await scene();
    const { felix, group, a, peer } = set;
    const { iri } = await say(set, felix, "my last words", { mentions: [group] });
    await felix.send(set.inbox, activity(felix, "Delete", felix.iri, { to: [everyone] }));
    await set.settle();
    expect(await contentAt(a, iri)).toMatchObject({ deleted: null });
    const late = activity(felix, "Create", note(felix, "from beyond", { mentions: [group] }));
    peer.documents.set(new URL(felix.iri).pathname, { status: 410 });
    await felix.send(set.inbox, late);
    await set.settle();
    expect(await all(set)).toHaveLength(1);
  });

  test("acts in ways that mean nothing here, and is answered kindly", async () => {
    const set = await scene();
    const { felix, a, group } = set;
    for (const type of ["EmojiReact", "View", "Question", "litepub:Thing"]) {
      const odd = activity(felix, type, group.iri, { target: group.iri, to: [group.iri], cc: [] });
      expect((await felix.send(set.inbox, odd)).status).toBe(202);
    }
    await set.settle();
    const rows = await a.store.db.select({ state: inbox.state }).from(inbox);
    expect(rows.every(({ state }) => state === "ignored")).toBe(true);
    expect(set.log).toEqual([]);
  });
});
