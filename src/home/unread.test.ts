import { expect, test } from "vitest";
import { type Instance, type Member, startInstance } from "../../test/rig.ts";
import {
  addComment,
  deleteContent,
  editContent,
  markSeen,
  openDiscussion,
  restoreContent,
} from "../forums/index.ts";
import { join, leave, myWorkspaces } from "../workspaces/index.ts";
import { feedOf } from "./feed.ts";

/** What somebody finds unread: in the list, and counted beside each workspace, which has to agree. */
async function unreadOf(north: Instance, reader: Member): Promise<string[]> {
  const ctx = north.context(reader);
  const mine = await myWorkspaces(ctx, "North Trust");
  const titles = async (only: "all" | "unread") =>
    (await feedOf(ctx, mine, { after: null, only })).items
      .filter(({ unread }) => unread)
      .map(({ title }) => title);
  const listed = await titles("unread");
  expect(await titles("all")).toEqual(listed);
  expect(mine.reduce((sum, { unread }) => sum + unread, 0)).toBe(listed.length);
  return listed;
}

async function scene() {
  const north = await startInstance();
  const [gwen, samir] = [await north.addMember("Gwen Rees"), await north.addMember("Samir Khan")];
  const workspace = await north.addWorkspace("Sepsis Network", { manager: gwen });
  const later = <T>(work: () => Promise<T>): Promise<T> => {
    north.clock.tick({ minutes: 1 });
    return work();
  };
  const start = (by: Member, title: string) =>
    later(() => openDiscussion(north.context(by), { workspaceId: workspace.id, title, source: "Words." }));
  const comment = (by: Member, parentId: number) =>
    later(() => addComment(north.context(by), { parentId, source: "More." }));
  const read = (by: Member, id: number) => later(() => markSeen(north.context(by), id));
  const enter = (by: Member) => later(() => join(north.context(by), { workspaceId: workspace.id }));
  return { north, gwen, samir, workspace, later, start, comment, read, enter };
}

test("what somebody else wrote is unread until one opens it, and again when more is said", async () => {
  const { north, gwen, samir, start, comment, read, enter } = await scene();
  await enter(samir);
  const night = await start(gwen, "Night shifts");
  expect(await unreadOf(north, samir)).toEqual(["Night shifts"]);
  await read(samir, night);
  expect(await unreadOf(north, samir)).toEqual([]);
  await comment(gwen, night);
  expect(await unreadOf(north, samir)).toEqual(["Night shifts"]);
  expect(await unreadOf(north, gwen)).toEqual([]);
});

test("one's own words are never unread, and the answer to them is", async () => {
  const { north, gwen, samir, start, comment, enter } = await scene();
  await enter(samir);
  const mine = await start(samir, "My question");
  await comment(samir, mine);
  expect(await unreadOf(north, samir)).toEqual([]);
  expect(await unreadOf(north, gwen)).toEqual(["My question"]);
  await comment(gwen, mine);
  expect(await unreadOf(north, samir)).toEqual(["My question"]);
});

test("an edit makes nothing unread that was read, and nothing read that was not", async () => {
  const { north, gwen, samir, later, start, read, enter } = await scene();
  await enter(samir);
  const night = await start(gwen, "Night shifts");
  const day = await start(gwen, "Day shifts");
  await read(samir, day);
  for (const [contentId, title] of [
    [night, "Nights"],
    [day, "Days"],
  ] as const)
    await later(() => editContent(north.context(gwen), { contentId, title, source: "Other words." }));
  expect(await unreadOf(north, samir)).toEqual(["Nights"]);
});

test("what was deleted or removed is not unread; restored, it is what it was", async () => {
  const { north, gwen, samir, later, start, read, enter } = await scene();
  const ada = await north.addMember("Ada Lindqvist");
  await enter(samir);
  await enter(ada);
  const own = await start(ada, "Taken back");
  const unread = await start(ada, "Removed unread");
  const seen = await start(ada, "Removed when read");
  await read(samir, seen);
  expect(await unreadOf(north, samir)).toEqual(["Removed unread", "Taken back"]);
  await later(() => deleteContent(north.context(ada), { contentId: own }));
  for (const contentId of [unread, seen])
    await later(() => deleteContent(north.context(gwen), { contentId, reason: "Names a patient" }));
  expect(await unreadOf(north, samir)).toEqual([]);
  for (const contentId of [unread, seen])
    await later(() => restoreContent(north.context(gwen), { contentId }));
  expect(await unreadOf(north, samir)).toEqual(["Removed unread"]);
});

test("what was there before one joined is read; leaving takes all away, and coming back begins anew", async () => {
  const { north, gwen, samir, workspace, later, start, comment, enter } = await scene();
  const before = await start(gwen, "Before you came");
  await enter(samir);
  expect(await unreadOf(north, samir)).toEqual([]);
  await comment(gwen, before);
  expect(await unreadOf(north, samir)).toEqual(["Before you came"]);
  await later(() => leave(north.context(samir), { workspaceId: workspace.id }));
  expect(await unreadOf(north, samir)).toEqual([]);
  await start(gwen, "While you were away");
  await enter(samir);
  expect(await unreadOf(north, samir)).toEqual([]);
  await start(gwen, "Since you are back");
  expect(await unreadOf(north, samir)).toEqual(["Since you are back"]);
});

test("to open a discussion in the browser is to have read it", async () => {
  const { north, gwen, samir, workspace, start, enter } = await scene();
  await enter(samir);
  const night = await start(gwen, "Night shifts");
  expect(await unreadOf(north, samir)).toEqual(["Night shifts"]);
  const client = await north.as(samir);
  await client.get(`/workspaces/${workspace.handle}/discussions/${night}`);
  expect(await unreadOf(north, samir)).toEqual([]);
});

test("of a busy workspace the twenty newest are counted, whatever else is unread", async () => {
  const { north, gwen, samir, start, enter, read } = await scene();
  await enter(samir);
  const ids: number[] = [];
  for (let n = 0; n < 23; n++) ids.push(await start(gwen, `Number ${n}`));
  const counted = async () => (await myWorkspaces(north.context(samir), "North Trust"))[0]?.unread;
  expect(await counted()).toBe(20);
  await read(samir, ids.at(-1)!);
  expect(await counted()).toBe(19);
  await read(samir, ids[0]!);
  expect(await counted()).toBe(19);
});
