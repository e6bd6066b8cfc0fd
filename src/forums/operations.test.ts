import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { content, discussion, draft, event, like, mention, notification, revision } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import {
  addComment,
  deleteContent,
  draftFor,
  editContent,
  markSeen,
  openDiscussion,
  saveDraft,
  setLike,
  setLocked,
  setPinned,
  settleContent,
} from "./index.ts";
import { testForum, type TestForum } from "./test-forum.ts";

const start = (forum: TestForum, as: Context = forum.priya, source = "What made it stick?") =>
  openDiscussion(as, { workspaceId: forum.workspaceId, title: "Night-shift screening", source });

async function row({ store }: TestForum, id: Id) {
  const [found] = await store.db
    .select()
    .from(content)
    .innerJoin(discussion, eq(discussion.contentId, content.rootId))
    .where(eq(content.id, id));
  return { ...found!.content, ...found!.discussion };
}

const toldOf = async ({ store }: TestForum, who: Context) =>
  store.db.select().from(notification).where(eq(notification.personId, who.actor!.id));

const kinds = async (forum: TestForum) =>
  (await forum.store.db.select({ kind: event.kind }).from(event).orderBy(asc(event.id))).map(
    ({ kind }) => kind,
  );

describe("a discussion", () => {
  test("is written once, with its event", async () => {
    const forum = await testForum();
    const id = await start(forum, forum.priya, "Ask **early**");
    const found = await row(forum, id);
    expect(found.iri).toBe(`${forum.priya.origin}/content/${id}`);
    expect(found.html).toBe("<p>Ask <strong>early</strong></p>");
    expect(found.accepted).not.toBeNull();
    expect(await kinds(forum)).toContain("discussion.opened");
  });

  test("is refused to those outside, in the words of what they may know", async () => {
    const open = await testForum("open");
    await expect(start(open, open.outsider)).rejects.toMatchObject({ code: "forbidden" });
    await expect(start(open, open.stranger)).rejects.toMatchObject({ code: "not signed in" });
    const restricted = await testForum("restricted");
    await expect(start(restricted, restricted.outsider)).rejects.toMatchObject({ code: "not found" });
  });

  test("that comes twice from elsewhere is one", async () => {
    const forum = await testForum();
    const author = await forum.remote("tom");
    const from = {
      iri: "https://south.example/content/1",
      html: "<p>Hello</p>",
      published: new Date("2026-10-01T10:00:00Z"),
      activityIri: "https://south.example/activities/1",
    };
    const given = { workspaceId: forum.workspaceId, title: "From the south", from };
    const first = await openDiscussion(author, given);
    expect(await openDiscussion(author, given)).toBe(first);
    const found = await row(forum, first);
    expect(found.published).toEqual(from.published);
    expect(await forum.store.db.$count(content)).toBe(1);
  });
});

describe("a comment", () => {
  test("counts, moves the discussion, and tells whom it answers, once", async () => {
    const forum = await testForum();
    const id = await start(forum);
    const first = await addComment(forum.manager, { parentId: id, source: "The 02:00 huddle" });
    await addComment(forum.manager, { parentId: first, source: "And @priya-nair knows more" });
    const found = await row(forum, id);
    expect(found.comments).toBe(2);
    expect(found.lastActorId).toBe(forum.manager.actor!.id);
    expect((await toldOf(forum, forum.priya)).map(({ kind }) => kind)).toEqual(["reply", "reply"]);
    expect(await toldOf(forum, forum.manager)).toEqual([]);
  });

  test("tells those it names, unless they may not read it", async () => {
    for (const [level, told] of [
      ["open", 1],
      ["restricted", 0],
    ] as const) {
      const forum = await testForum(level);
      const id = await start(forum);
      await addComment(forum.priya, { parentId: id, source: "@olu-outside and @amara-okafor, look" });
      expect(await toldOf(forum, forum.outsider)).toHaveLength(told);
      const toldManager = await toldOf(forum, forum.manager);
      expect(toldManager.filter(({ contentId }) => contentId !== null).map(({ kind }) => kind)).toEqual([
        "mention",
      ]);
      expect(await forum.store.db.$count(mention)).toBe(2);
    }
  });

  test("that comes twice from elsewhere counts once", async () => {
    const forum = await testForum();
    const id = await start(forum);
    const tom = await forum.remote("tom");
    const from = {
      iri: "https://south.example/content/2",
      html: "<p>Yes</p>",
      published: forum.clock(),
      activityIri: "https://south.example/activities/2",
    };
    const once = await addComment(tom, { parentId: id, from });
    expect(await addComment(tom, { parentId: id, from })).toBe(once);
    expect((await row(forum, id)).comments).toBe(1);
  });

  test("waits for the home of the workspace, which takes it in or refuses it", async () => {
    const forum = await testForum();
    const workspaceId = await forum.remoteWorkspace("falls", [forum.priya]);
    const id = await openDiscussion(forum.priya, { workspaceId, title: "Slippers", source: "Any?" });
    expect((await row(forum, id)).accepted).toBeNull();
    await settleContent(forum.stranger, { contentId: id });
    expect((await row(forum, id)).accepted).not.toBeNull();
    const comment = await addComment(forum.priya, { parentId: id, source: "Me again" });
    await settleContent(forum.stranger, { contentId: comment, refused: "The discussion is locked." });
    expect((await row(forum, comment)).refused).toBe("The discussion is locked.");
    expect((await toldOf(forum, forum.priya)).map(({ kind }) => kind)).toEqual(["refused"]);
    // What was taken in stays so: a late refusal changes nothing.
    await settleContent(forum.stranger, { contentId: id, refused: "No." });
    expect((await row(forum, id)).refused).toBeNull();
  });
});

describe("an edit", () => {
  test("keeps what it said before", async () => {
    const forum = await testForum();
    const id = await start(forum, forum.priya, "First");
    await editContent(forum.priya, { contentId: id, title: "Day-shift screening", source: "Second" });
    const found = await row(forum, id);
    expect(found.title).toBe("Day-shift screening");
    expect(found.html).toBe("<p>Second</p>");
    expect(found.edited).not.toBeNull();
    const [before] = await forum.store.db.select().from(revision);
    expect(before).toMatchObject({ title: "Night-shift screening", html: "<p>First</p>", source: "First" });
  });

  test("that changes nothing is none, and one older than what stands here is ignored", async () => {
    const forum = await testForum();
    const tom = await forum.remote("tom");
    const published = forum.clock();
    const iri = "https://south.example/content/3";
    const from = { iri, html: "<p>One</p>", published, activityIri: `${iri}/create` };
    const id = await openDiscussion(tom, { workspaceId: forum.workspaceId, title: "T", from });
    const later = forum.clock();
    forum.clock.tick({ minutes: 5 });
    const edit = (html: string, at: Date) =>
      editContent(tom, {
        contentId: id,
        from: { ...from, html, published: at, activityIri: `${iri}/update` },
      });
    await edit("<p>Two</p>", forum.clock());
    await edit("<p>Older</p>", later);
    await edit("<p>Two</p>", forum.clock());
    expect((await row(forum, id)).html).toBe("<p>Two</p>");
    expect(await forum.store.db.$count(revision)).toBe(1);
  });

  test("is its author's alone, and ends with a lock or a membership", async () => {
    const forum = await testForum();
    const id = await start(forum);
    await expect(
      editContent(forum.manager, { contentId: id, title: "Mine now", source: "x" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await setLocked(forum.manager, { contentId: id, on: true });
    await expect(
      editContent(forum.priya, { contentId: id, title: "Later", source: "x" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a deletion", () => {
  test("wipes words, history, likes and notifications, and leaves a tombstone", async () => {
    const forum = await testForum();
    const id = await start(forum);
    const comment = await addComment(forum.priya, { parentId: id, source: "Call @amara-okafor" });
    const answer = await addComment(forum.manager, { parentId: comment, source: "Here" });
    await editContent(forum.priya, { contentId: comment, source: "Ring @amara-okafor" });
    await setLike(forum.manager, { contentId: comment, liked: true });
    await deleteContent(forum.priya, { contentId: comment });
    const found = await row(forum, comment);
    expect(found).toMatchObject({ html: "", source: null, likes: 0, deletedById: forum.priya.actor!.id });
    expect(found.deleted).not.toBeNull();
    for (const table of [revision, like]) expect(await forum.store.db.$count(table)).toBe(0);
    expect((await toldOf(forum, forum.manager)).filter(({ contentId }) => contentId === comment)).toEqual([]);
    expect((await row(forum, id)).comments).toBe(1);
    expect((await row(forum, answer)).parentId).toBe(comment);
    // Twice is once.
    await deleteContent(forum.priya, { contentId: comment });
    expect((await row(forum, id)).comments).toBe(1);
    expect((await kinds(forum)).filter((kind) => kind === "content.deleted")).toHaveLength(1);
  });

  test("is for the author, also after leaving, and for managers", async () => {
    const forum = await testForum();
    const id = await start(forum);
    const other = await forum.person("Sam Khan");
    await forum.enter(other);
    await expect(deleteContent(other, { contentId: id })).rejects.toMatchObject({ code: "forbidden" });
    await deleteContent(forum.manager, { contentId: id, reason: "Names a patient" });
    expect((await row(forum, id)).title).toBe("");
    await expect(addComment(other, { parentId: id, source: "Late" })).rejects.toMatchObject({ code: "gone" });
  });
});

describe("a like", () => {
  test("twice is once, and can be taken back", async () => {
    const forum = await testForum();
    const id = await start(forum);
    await setLike(forum.manager, { contentId: id, liked: true });
    await setLike(forum.manager, { contentId: id, liked: true });
    expect((await row(forum, id)).likes).toBe(1);
    await setLike(forum.manager, { contentId: id, liked: false });
    await setLike(forum.manager, { contentId: id, liked: false });
    expect((await row(forum, id)).likes).toBe(0);
    await expect(setLike(forum.outsider, { contentId: id, liked: true })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("managers", () => {
  test("lock a discussion against all but themselves", async () => {
    const forum = await testForum();
    const id = await start(forum);
    await expect(setLocked(forum.priya, { contentId: id, on: true })).rejects.toMatchObject({
      code: "forbidden",
    });
    await setLocked(forum.manager, { contentId: id, on: true });
    await expect(addComment(forum.priya, { parentId: id, source: "Late" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await addComment(forum.manager, { parentId: id, source: "Closing words" });
    await setLocked(forum.manager, { contentId: id, on: false });
    await addComment(forum.priya, { parentId: id, source: "Thanks" });
    expect((await row(forum, id)).comments).toBe(2);
  });

  test("pin and unpin, each once", async () => {
    const forum = await testForum();
    const id = await start(forum);
    for (const on of [true, true, false, false]) await setPinned(forum.manager, { contentId: id, on });
    expect((await kinds(forum)).filter((kind) => kind.startsWith("discussion."))).toEqual([
      "discussion.opened",
      "discussion.pinned",
      "discussion.unpinned",
    ]);
  });
});

describe("a draft", () => {
  test("is kept for its author and place, and goes when it is sent or emptied", async () => {
    const forum = await testForum();
    const { priya, manager, workspaceId, store } = forum;
    await saveDraft(priya, { workspaceId }, { title: "Half", source: "a thought" });
    await saveDraft(priya, { workspaceId }, { title: "Half", source: "a better thought" });
    expect(await draftFor(priya, { workspaceId })).toMatchObject({
      title: "Half",
      source: "a better thought",
    });
    expect(await draftFor(manager, { workspaceId })).toBeNull();
    const id = await start(forum);
    expect(await draftFor(priya, { workspaceId })).toBeNull();
    await saveDraft(priya, { parentId: id }, { source: "An answer" });
    await addComment(priya, { parentId: id, source: "An answer" });
    expect(await store.db.$count(draft)).toBe(0);
    await saveDraft(priya, { parentId: id }, { source: "More" });
    await saveDraft(priya, { parentId: id }, { source: "  " });
    expect(await store.db.$count(draft)).toBe(0);
  });
});

test("what somebody has read is remembered until a moment", async () => {
  const forum = await testForum();
  const id = await start(forum);
  const until = new Date("2026-11-02T10:00:00Z");
  await markSeen(forum.priya, id);
  await markSeen(forum.priya, id, until);
  await markSeen(forum.stranger, id);
  const marks = await forum.store.db.query.readMark.findMany();
  expect(marks).toEqual([{ personId: forum.priya.actor!.id, discussionId: id, seen: until }]);
});
