import { expect, test } from "vitest";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { discussionPage, type DiscussionView } from "./discussion-query.ts";
import { addComment, deleteContent, openDiscussion, settleContent } from "./index.ts";
import { testForum } from "./test-forum.ts";

const page = (who: Context, slug: string, id: Id) =>
  discussionPage(who, "North Trust", slug, id, { sort: "oldest", page: 1 });
const states = ({ threads }: DiscussionView) =>
  threads.flatMap(({ top, replies }) => [top, ...replies]).map(({ id, state }) => [id, state]);

test("what waits for the workspace's home is marked, and what it refused is its author's alone to see", async () => {
  const forum = await testForum();
  const workspaceId = await forum.remoteWorkspace("falls", [forum.priya, forum.manager]);
  const { priya, manager, stranger } = forum;
  const id = await openDiscussion(priya, { workspaceId, title: "Slippers", source: "Any?" });
  await settleContent(stranger, { contentId: id });
  const waiting = await addComment(priya, { parentId: id, source: "Waiting" });
  const refused = await addComment(priya, { parentId: id, source: "Refused" });
  await settleContent(stranger, { contentId: refused, refused: "Locked." });

  const mine = await page(priya, "falls@south.example", id);
  expect(states(mine)).toEqual([
    [waiting, "waiting"],
    [refused, "refused"],
  ]);
  expect(mine.threads[1]!.top.refusal).toBe("Locked.");
  expect(mine.threads[0]!.top.may).toMatchObject({ like: false, reply: false, edit: true, remove: true });
  expect(mine.head.organisation).toBe("south.example");
  for (const other of [manager, stranger]) {
    expect(states(await page(other, "falls@south.example", id))).toEqual([[waiting, "waiting"]]);
  }
  const never = await openDiscussion(priya, { workspaceId, title: "Never taken in", source: "x" });
  await settleContent(stranger, { contentId: never, refused: "No." });
  await expect(page(manager, "falls@south.example", never)).rejects.toMatchObject({ code: "not found" });
  expect((await page(priya, "falls@south.example", never)).post.state).toBe("refused");
});

test("a deleted comment keeps its replies, and an answer to an answer says whom it answers", async () => {
  const { priya, manager, workspaceId } = await testForum();
  const id = await openDiscussion(priya, { workspaceId, title: "Night shift", source: "x" });
  const top = await addComment(priya, { parentId: id, source: "Top" });
  const reply = await addComment(manager, { parentId: top, source: "Reply" });
  const answer = await addComment(priya, { parentId: reply, source: "Answer" });
  await deleteContent(manager, { contentId: top });
  const shown = await page(priya, "sepsis", id);
  expect(states(shown)).toEqual([
    [top, "deleted"],
    [reply, "there"],
    [answer, "there"],
  ]);
  const [thread] = shown.threads;
  expect(thread!.top).toMatchObject({ deletedBy: "manager", html: "" });
  expect(thread!.replies.map(({ answers }) => answers)).toEqual([null, { id: reply, name: "Amara Okafor" }]);
});

test("each sees what they may do", async () => {
  const { priya, manager, outsider, stranger, workspaceId } = await testForum();
  const id = await openDiscussion(priya, { workspaceId, title: "Night shift", source: "x" });
  const may = async (who: Context) => {
    const { post, may: inside } = await page(who, "sepsis", id);
    return [inside.comment, post.may.like, post.may.edit, post.may.remove, post.manage !== null];
  };
  expect(await may(priya)).toEqual([true, true, true, true, false]);
  expect(await may(manager)).toEqual([true, true, false, true, true]);
  expect(await may(outsider)).toEqual([false, false, false, false, false]);
  expect(await may(stranger)).toEqual([false, false, false, false, false]);
});
