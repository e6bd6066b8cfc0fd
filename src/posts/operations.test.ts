import { and, asc, eq } from "drizzle-orm";
import { isSeenBy } from "../visibility/index.ts";
import { expect, test } from "vitest";
import { actor, content, conversation, event, follow, instance, notification } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { openDiscussion } from "../forums/index.ts";
import { type TestForum, testForum } from "../forums/test-forum.ts";
import type { Visibility } from "../visibility/index.ts";
import { postFor } from "./facts.ts";
import {
  answerFollow,
  boostPost,
  deletePost,
  dropConversation,
  editPost,
  followPerson,
  likePost,
  publishPost,
  readConversation,
  removeFollower,
  restorePost,
  unfollowPerson,
} from "./index.ts";

const say = (as: Context, visibility: Visibility, source = "A quiet night.", parentId: Id | null = null) =>
  publishPost(as, { visibility, source, parentId });

const told = ({ store }: TestForum, who: Context) =>
  store.db
    .select({ kind: notification.kind, contentId: notification.contentId })
    .from(notification)
    .where(eq(notification.personId, who.actor!.id))
    .orderBy(asc(notification.id));

const last = async ({ store }: TestForum, kind: string) =>
  (await store.db.select().from(event).where(eq(event.kind, kind)).orderBy(asc(event.id))).at(-1)!;

const row = async ({ store }: TestForum, id: Id) =>
  (await store.db.select().from(content).where(eq(content.id, id)))[0]!;

const lock = ({ store }: TestForum, who: Context) =>
  store.transaction(async (tx) => {
    await tx.update(actor).set({ approves: true }).where(eq(actor.id, who.actor!.id));
  });

const asAdministrator = (who: Context): Context => ({
  ...who,
  actor: { ...who.actor!, administrator: true },
});

test("each post is seen by those whom it is for, and its row says the same as its condition", async () => {
  const forum = await testForum();
  const { priya, outsider, stranger, manager, store } = forum;
  await followPerson(outsider, { personId: priya.actor!.id });
  const seen = {
    public: [priya, outsider, manager, stranger],
    unlisted: [priya, outsider, manager, stranger],
    followers: [priya, outsider],
    direct: [priya, manager],
  };
  for (const [visibility, readers] of Object.entries(seen)) {
    const source = visibility === "direct" ? "For you, @amara-okafor" : "Hello";
    const id = await say(priya, visibility as Visibility, source);
    for (const reader of [priya, outsider, manager, stranger]) {
      const byRow = await postFor(reader, store.db, id).then(
        () => true,
        () => false,
      );
      const expected = readers.includes(reader);
      expect([visibility, byRow]).toEqual([visibility, expected]);
      expect(await isSeenBy(store.db, id, reader.actor?.id ?? null)).toBe(expected);
    }
  }
});

test("a post, its answer and their events; who is answered or named is told once", async () => {
  const forum = await testForum();
  const { priya, outsider } = forum;
  const id = await publishPost(priya, {
    visibility: "public",
    source: "**Slippers** for @olu-outside",
    warning: " Falls ",
    language: "en",
  });
  expect(await row(forum, id)).toMatchObject({
    kind: "post",
    workspaceId: null,
    rootId: id,
    visibility: "public",
    warning: "Falls",
    language: "en",
    context: `${priya.origin}/content/${id}/context`,
  });
  const answer = await say(outsider, "public", "@priya-nair They do.", id);
  expect(await row(forum, answer)).toMatchObject({ rootId: id, parentId: id, context: null });
  expect(await last(forum, "post.published")).toMatchObject({ contentId: answer, data: { parentId: id } });
  expect(await told(forum, outsider)).toEqual([{ kind: "mention", contentId: id }]);
  expect(await told(forum, priya)).toContainEqual({ kind: "reply", contentId: answer });
});

test("nobody answers, likes or boosts what they may not see", async () => {
  const forum = await testForum();
  const { priya, outsider } = forum;
  for (const visibility of ["followers", "direct"] as const) {
    const id = await say(priya, visibility);
    const missing = { code: "not found" };
    await expect(say(outsider, "public", "Me too", id)).rejects.toMatchObject(missing);
    await expect(likePost(outsider, { contentId: id, liked: true })).rejects.toMatchObject(missing);
    await expect(boostPost(outsider, { contentId: id, boosted: true })).rejects.toMatchObject(missing);
    await expect(deletePost(outsider, { contentId: id })).rejects.toMatchObject(missing);
    // Nor does the author pass it on to everybody.
    await expect(boostPost(priya, { contentId: id, boosted: true })).rejects.toMatchObject(missing);
  }
});

test("what comes twice from elsewhere is one, and an older wording changes nothing", async () => {
  const forum = await testForum();
  const ada = await forum.remote("ada");
  const published = new Date(forum.clock().getTime() - 60_000);
  const from = {
    iri: "https://south.example/notes/1",
    html: "<p>Hello</p>",
    published,
    activityIri: "https://south.example/activities/1",
    mentions: [`${forum.priya.origin}/actors/${forum.priya.actor!.id}`],
  };
  const id = await publishPost(ada, { visibility: "direct", from });
  expect(await publishPost(ada, { visibility: "direct", from })).toBe(id);
  expect(await told(forum, forum.priya)).toContainEqual({ kind: "mention", contentId: id });
  const edit = (html: string, at: Date) =>
    editPost(ada, { contentId: id, warning: "Note", from: { ...from, html, published: at } });
  await edit("<p>Again</p>", new Date(published.getTime() + 1000));
  await edit("<p>Older</p>", published);
  expect(await row(forum, id)).toMatchObject({ html: "<p>Again</p>", warning: "Note", visibility: "direct" });
});

test("likes and boosts count once, are told, and are taken back", async () => {
  const forum = await testForum();
  const { priya, outsider } = forum;
  const id = await say(priya, "public");
  for (let twice = 0; twice < 2; twice++) {
    await likePost(outsider, { contentId: id, liked: true });
    await boostPost(outsider, { contentId: id, boosted: true });
  }
  expect(await row(forum, id)).toMatchObject({ likes: 1, boosts: 1 });
  expect((await told(forum, priya)).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["like", "boost"]),
  );
  expect((await last(forum, "post.boosted")).data).toMatchObject({ boostIri: expect.any(String) as string });
  await likePost(outsider, { contentId: id, liked: false });
  await boostPost(outsider, { contentId: id, boosted: false });
  expect(await row(forum, id)).toMatchObject({ likes: 0, boosts: 0 });
  expect(await told(forum, priya)).not.toContainEqual({ kind: "boost", contentId: id });
});

test("what stands in an open workspace is boosted, and nothing of another one", async () => {
  for (const level of ["open", "restricted"] as const) {
    const forum = await testForum(level);
    const { priya, workspaceId } = forum;
    const id = await openDiscussion(priya, { workspaceId, title: "Screening", source: "What stuck?" });
    const boosting = boostPost(priya, { contentId: id, boosted: true });
    if (level === "open") expect(await boosting).toBeGreaterThan(0);
    else await expect(boosting).rejects.toMatchObject({ code: "not found" });
  }
});

test("a person is followed, asks, is accepted, declined and removed", async () => {
  const forum = await testForum();
  const { priya, outsider, manager, store } = forum;
  const me = priya.actor!.id;
  expect(await followPerson(outsider, { personId: me })).toBe(true);
  await lock(forum, priya);
  expect(await followPerson(manager, { personId: me, notify: true })).toBe(false);
  expect(await told(forum, priya)).toEqual(
    expect.arrayContaining([
      { kind: "follow", contentId: null },
      { kind: "follow request", contentId: null },
    ]),
  );
  await answerFollow(priya, { followerId: manager.actor!.id, accept: true });
  expect((await last(forum, "follow.accepted")).actorId).toBe(me);
  const id = await say(priya, "followers");
  expect(await told(forum, manager)).toContainEqual({ kind: "post", contentId: id });
  await removeFollower(priya, { followerId: manager.actor!.id });
  expect(await isSeenBy(store.db, id, manager.actor!.id)).toBe(false);
  await unfollowPerson(outsider, { personId: me });
  expect(await store.db.$count(follow, eq(follow.followedId, me))).toBe(0);
  await expect(answerFollow(priya, { followerId: manager.actor!.id, accept: true })).rejects.toMatchObject({
    code: "not found",
  });
  await expect(followPerson(priya, { personId: me })).rejects.toMatchObject({ code: "forbidden" });
});

test("somebody elsewhere is asked, and their answer counts whichever comes last", async () => {
  const forum = await testForum();
  const ada = await forum.remote("ada");
  const { priya, store } = forum;
  expect(await followPerson(priya, { personId: ada.actor!.id })).toBe(false);
  const mine = and(eq(follow.followerId, priya.actor!.id), eq(follow.followedId, ada.actor!.id));
  await answerFollow(ada, { followerId: priya.actor!.id, accept: true });
  expect((await store.db.select().from(follow).where(mine))[0]!.state).toBe("accepted");
  await answerFollow(ada, { followerId: priya.actor!.id, accept: false });
  expect(await store.db.$count(follow, mine)).toBe(0);
});

test("direct messages make one conversation for each of those who take part", async () => {
  const forum = await testForum();
  const { priya, manager, outsider, store } = forum;
  const first = await say(priya, "direct", "@amara-okafor Can you come?");
  const second = await say(manager, "direct", "@priya-nair Yes.", first);
  const of = async (who: Context) =>
    (await store.db.select().from(conversation).where(eq(conversation.personId, who.actor!.id)))[0];
  expect(await of(priya)).toMatchObject({ rootId: first, lastId: second, unread: true });
  expect(await of(manager)).toMatchObject({ lastId: second, unread: false });
  const mine = (await of(priya))!.id;
  await expect(readConversation(outsider, mine)).rejects.toMatchObject({ code: "not found" });
  await readConversation(priya, mine);
  await deletePost(manager, { contentId: second });
  expect(await of(priya)).toMatchObject({ lastId: first, unread: false });
  await expect(dropConversation(manager, mine)).rejects.toMatchObject({ code: "not found" });
  await dropConversation(priya, mine);
  expect(await of(priya)).toBeUndefined();
  expect(await of(outsider)).toBeUndefined();
});

test("its author deletes for good; an administrator removes, and can restore", async () => {
  const forum = await testForum();
  const { priya, outsider } = forum;
  const administrator = asAdministrator(forum.manager);
  const id = await say(priya, "followers", "Too much");
  await deletePost(administrator, { contentId: id, reason: "A name was in it" });
  expect(await row(forum, id)).toMatchObject({ html: "", deletedById: administrator.actor!.id });
  expect(await told(forum, priya)).toContainEqual({ kind: "deleted", contentId: id });
  await expect(restorePost(outsider, { contentId: id })).rejects.toMatchObject({ code: "forbidden" });
  await restorePost(administrator, { contentId: id });
  expect(await row(forum, id)).toMatchObject({ html: "<p>Too much</p>", deleted: null });
  await deletePost(priya, { contentId: id });
  await expect(restorePost(administrator, { contentId: id })).rejects.toMatchObject({ code: "conflict" });
  await expect(say(priya, "public", "Still?", id)).rejects.toMatchObject({ code: "gone" });
});

test("where it is switched off nobody publishes, boosts or follows; what is there stays", async () => {
  const forum = await testForum();
  const { priya, outsider, store } = forum;
  const id = await say(priya, "public");
  await store.transaction(async (tx) => {
    const at = forum.clock();
    await tx.insert(instance).values({
      id: 1,
      actorId: priya.actor!.id,
      name: "North",
      shortName: "North",
      kind: "trust",
      emailDomains: [],
      personalPosts: false,
      created: at,
    });
  });
  const off = { code: "forbidden", message: expect.stringContaining("switched off") as string };
  await expect(say(priya, "direct")).rejects.toMatchObject(off);
  await expect(boostPost(outsider, { contentId: id, boosted: true })).rejects.toMatchObject(off);
  await expect(followPerson(outsider, { personId: priya.actor!.id })).rejects.toMatchObject(off);
  await editPost(priya, { contentId: id, source: "Another wording" });
  await deletePost(priya, { contentId: id });
  expect((await row(forum, id)).deleted).not.toBeNull();
});
