import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { content, event, notification, pollVote } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { addComment, deleteContent, editContent, openDiscussion } from "../forums/index.ts";
import { testForum, type TestForum } from "../forums/test-forum.ts";
import { publishPost } from "../posts/index.ts";
import { blockMember } from "../workspaces/index.ts";
import { castVotes, countVote, type PollInput, pollsOf, tallyPolls } from "./index.ts";

const hour = 3600;
const asked: PollInput = { options: ["Monday", "Friday"], expiresIn: hour };

const ask = (forum: TestForum, poll: Partial<PollInput> = {}): Promise<Id> =>
  openDiscussion(forum.manager, {
    workspaceId: forum.workspaceId,
    title: "When do we meet?",
    source: "In November",
    poll: { ...asked, ...poll },
  });

const shown = async (who: Context, id: Id) => (await pollsOf(who, [id])).get(id)!;
const numbers = async (who: Context, id: Id) => (await shown(who, id)).options.map(({ votes }) => votes);

describe("a poll", () => {
  test("is asked with a discussion, a comment or a post of one's own", async () => {
    const forum = await testForum();
    const id = await ask(forum);
    const comment = await addComment(forum.manager, { parentId: id, source: "And where?", poll: asked });
    const own = await publishPost(forum.manager, { source: "Tea?", visibility: "public", poll: asked });
    for (const one of [id, comment, own]) {
      expect(await shown(forum.priya, one)).toMatchObject({
        multiple: false,
        ended: false,
        voted: false,
        voters: 0,
        options: [
          { text: "Monday", votes: 0 },
          { text: "Friday", votes: 0 },
        ],
      });
    }
    await castVotes(forum.outsider, { contentId: own, choices: [1] });
    expect(await numbers(forum.outsider, own)).toEqual([0, 1]);
  });

  test.each([
    ["one answer", { options: ["Monday"] }],
    ["five answers", { options: ["a", "b", "c", "d", "e"] }],
    ["two that are the same", { options: ["Monday", " Monday "] }],
    ["an empty answer", { options: ["Monday", " "] }],
    ["a long answer", { options: ["Monday", "x".repeat(51)] }],
    ["too short a time", { expiresIn: 299 }],
    ["too long a time", { expiresIn: 2_629_747 }],
  ])("is refused with %s, and nothing is posted", async (_, poll) => {
    const forum = await testForum();
    await expect(ask(forum, poll)).rejects.toMatchObject({ code: "invalid", problems: [{ field: "poll" }] });
    expect(await forum.store.db.$count(content)).toBe(0);
  });
});

describe("a vote", () => {
  test("counts once, and is not changed", async () => {
    const forum = await testForum();
    const id = await ask(forum);
    const vote = (choices: number[]) => castVotes(forum.priya, { contentId: id, choices });
    for (const wrong of [[], [2], [-1], [0, 1]])
      await expect(vote(wrong)).rejects.toMatchObject({ code: "invalid" });
    const both = await Promise.allSettled([vote([0]), vote([1])]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(vote([1])).rejects.toMatchObject({ message: "You have already voted in this poll." });
    expect(await shown(forum.priya, id)).toMatchObject({ voted: true, voters: 1, votes: 1 });
    expect(await shown(forum.outsider, id)).toMatchObject({ voted: false, own: [] });
  });

  test("may be for several answers where its author says so, by one voter", async () => {
    const forum = await testForum();
    const id = await ask(forum, { multiple: true });
    await castVotes(forum.priya, { contentId: id, choices: [0, 1, 1] });
    expect(await shown(forum.priya, id)).toMatchObject({ voters: 1, votes: 2, own: [0, 1] });
  });

  test.each(["open", "restricted"] as const)(
    "is nobody's who does not belong, in a workspace that is %s",
    async (level) => {
      const forum = await testForum(level);
      const id = await ask(forum);
      const vote = (who: Context) => castVotes(who, { contentId: id, choices: [0] });
      const outside = level === "open" ? "forbidden" : "not found";
      await expect(vote(forum.outsider)).rejects.toMatchObject({ code: outside });
      await expect(vote(forum.stranger)).rejects.toMatchObject({ code: "not signed in" });
      await expect(vote(forum.manager)).rejects.toMatchObject({
        message: "You cannot vote in your own poll.",
      });
      await blockMember(forum.manager, {
        workspaceId: forum.workspaceId,
        memberId: forum.priya.actor!.id,
        reason: "Rude",
      });
      await expect(vote(forum.priya)).rejects.toMatchObject({ code: "forbidden" });
      expect(await forum.store.db.$count(pollVote)).toBe(0);
    },
  );

  test("from elsewhere counts by its words, and no more than one from here", async () => {
    const forum = await testForum();
    const id = await ask(forum);
    const tom = await forum.remote("tom");
    const vote = (name: string, belongs = false) => countVote(tom, { contentId: id, name, belongs });
    await expect(vote("Sunday")).rejects.toMatchObject({ code: "invalid" });
    await vote("Friday");
    await vote("Friday");
    await expect(vote("Monday")).rejects.toMatchObject({ code: "invalid" });
    expect(await numbers(forum.priya, id)).toEqual([0, 1]);
    const restricted = await testForum("restricted");
    const inside = await ask(restricted);
    const ann = await restricted.remote("ann");
    await expect(countVote(ann, { contentId: inside, name: "Friday", belongs: false })).rejects.toThrow();
    expect(await restricted.store.db.$count(pollVote)).toBe(0);
  });
});

test("the numbers are kept back until the end where its author wants that", async () => {
  const forum = await testForum();
  const id = await ask(forum, { hideTotals: true });
  await castVotes(forum.priya, { contentId: id, choices: [1] });
  expect(await numbers(forum.priya, id)).toEqual([null, null]);
  forum.clock.tick({ hours: 1 });
  expect(await numbers(forum.outsider, id)).toEqual([0, 1]);
});

test("its end is told once to its author and to those who voted, and then nobody votes", async () => {
  const forum = await testForum();
  const id = await ask(forum);
  await castVotes(forum.priya, { contentId: id, choices: [1] });
  forum.clock.tick({ minutes: 59 });
  await tallyPolls(forum.stranger);
  expect(await forum.store.db.$count(notification, eq(notification.kind, "poll"))).toBe(0);
  forum.clock.tick({ minutes: 1 });
  await expect(castVotes(forum.manager, { contentId: id, choices: [1] })).rejects.toThrow();
  await Promise.all([tallyPolls(forum.stranger), tallyPolls(forum.stranger)]);
  await tallyPolls(forum.stranger);
  const told = await forum.store.db.select().from(notification).where(eq(notification.kind, "poll"));
  expect(told.map(({ personId, actorId }) => [personId, actorId])).toEqual(
    expect.arrayContaining([
      [forum.manager.actor!.id, null],
      [forum.priya.actor!.id, forum.manager.actor!.id],
    ]),
  );
  expect(told).toHaveLength(2);
  await forum.enter(forum.outsider);
  await expect(castVotes(forum.outsider, { contentId: id, choices: [0] })).rejects.toMatchObject({
    message: "This poll has ended.",
  });
});

test("others are sent the numbers once for many votes", async () => {
  const forum = await testForum();
  const id = await ask(forum);
  const counted = () => forum.store.db.$count(event, eq(event.kind, "poll.counted"));
  await castVotes(forum.priya, { contentId: id, choices: [1] });
  await tallyPolls(forum.stranger);
  for (const name of ["tom", "ann", "bob"])
    await countVote(await forum.remote(name), { contentId: id, name: "Monday", belongs: false });
  await tallyPolls(forum.stranger);
  expect(await counted()).toBe(1);
  forum.clock.tick({ seconds: 30 });
  await tallyPolls(forum.stranger);
  await tallyPolls(forum.stranger);
  expect(await counted()).toBe(2);
});

test("an edit that asks something else begins anew; other words, and another end, keep the votes", async () => {
  const forum = await testForum();
  const id = await ask(forum);
  await castVotes(forum.priya, { contentId: id, choices: [1] });
  const edit = (more: { source?: string; poll?: PollInput | null }) =>
    editContent(forum.manager, { contentId: id, title: "When do we meet?", source: "In November", ...more });
  await edit({ source: "In December" });
  await edit({ poll: { ...asked, expiresIn: 2 * hour } });
  expect(await numbers(forum.priya, id)).toEqual([0, 1]);
  await edit({ poll: { ...asked, options: ["Monday", "Sunday"] } });
  expect(await shown(forum.priya, id)).toMatchObject({ voted: false, voters: 0, votes: 0 });
  await edit({ poll: null });
  expect((await pollsOf(forum.priya, [id])).size).toBe(0);
});

test("with its post, it is gone for good, with who voted", async () => {
  const forum = await testForum();
  const id = await ask(forum);
  await castVotes(forum.priya, { contentId: id, choices: [1] });
  await deleteContent(forum.manager, { contentId: id });
  expect(await forum.store.db.$count(pollVote)).toBe(0);
  await expect(castVotes(forum.priya, { contentId: id, choices: [1] })).rejects.toMatchObject({
    code: "not found",
  });
});
