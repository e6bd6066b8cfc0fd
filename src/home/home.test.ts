import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { membership, person } from "../../db/index.ts";
import { type Instance, type Member, startInstance } from "../../test/rig.ts";
import { addComment, deleteContent, markSeen, openDiscussion } from "../forums/index.ts";
import { join, leave, myWorkspaces } from "../workspaces/index.ts";
import { feedOf, readCursor } from "./feed.ts";
import { sinceLastVisit } from "./queries.ts";

const ours = "North Trust";
async function titles(north: Instance, reader: Member, only: "all" | "unread" = "all") {
  const ctx = north.context(reader);
  const { items } = await feedOf(ctx, myWorkspaces(ctx, ours), { after: null, only });
  return items.map(({ title, unread }) => (unread ? "* " : "") + title);
}

async function scene() {
  const north = await startInstance();
  const [gwen, samir] = [await north.addMember("Gwen Rees"), await north.addMember("Samir Khan")];
  const sepsis = await north.addWorkspace("Sepsis Network", { manager: gwen });
  const falls = await north.addWorkspace("Falls Prevention", { manager: gwen });
  const start = (by: Member, workspaceId: number, title: string) => {
    north.clock.tick({ minutes: 1 });
    return openDiscussion(north.context(by), { workspaceId, title, source: "Words." });
  };
  return { north, gwen, samir, sepsis, falls, start };
}

test("one feed over all my workspaces, what moved last first, unread until read", async () => {
  const { north, gwen, samir, sepsis, falls, start } = await scene();
  const before = await start(gwen, sepsis.id, "Before I came");
  await join(north.context(samir), { workspaceId: sepsis.id });
  await join(north.context(samir), { workspaceId: falls.id });
  const night = await start(gwen, sepsis.id, "Night shifts");
  await start(gwen, falls.id, "Slippers");
  await start(samir, falls.id, "My own");
  expect(await titles(north, samir)).toEqual(["My own", "* Slippers", "* Night shifts", "Before I came"]);
  expect(await titles(north, samir, "unread")).toEqual(["* Slippers", "* Night shifts"]);
  const counts = async () => {
    const mine = await myWorkspaces(north.context(samir), ours);
    return Object.fromEntries(mine.map(({ name, unread }) => [name, unread]));
  };
  expect(await counts()).toEqual({ "Sepsis Network": 1, "Falls Prevention": 1 });

  await markSeen(north.context(samir), night);
  expect(await titles(north, samir, "unread")).toEqual(["* Slippers"]);
  north.clock.tick({ minutes: 1 });
  await addComment(north.context(gwen), { parentId: night, source: "One more thing." });
  await addComment(north.context(gwen), { parentId: before, source: "And here." });
  expect(await titles(north, samir)).toEqual(["* Before I came", "* Night shifts", "My own", "* Slippers"]);
  expect(await counts()).toEqual({ "Sepsis Network": 2, "Falls Prevention": 1 });
});

test("what is deleted, and the workspaces one has left, stand in no feed", async () => {
  const { north, gwen, samir, sepsis, falls, start } = await scene();
  await join(north.context(samir), { workspaceId: sepsis.id });
  await join(north.context(samir), { workspaceId: falls.id });
  const gone = await start(gwen, sepsis.id, "Deleted");
  await start(gwen, falls.id, "Left behind");
  await start(gwen, sepsis.id, "Stays");
  await deleteContent(north.context(gwen), { contentId: gone });
  await leave(north.context(samir), { workspaceId: falls.id });
  expect(await titles(north, samir)).toEqual(["* Stays"]);
  expect(await titles(north, samir, "unread")).toEqual(["* Stays"]);
  const [sepsisNow] = await myWorkspaces(north.context(samir), ours);
  expect(sepsisNow?.unread).toBe(1);
  expect(await titles(north, north.administrator)).toEqual([]);
});

test("older pages follow on without a gap, also among those of the same moment", async () => {
  const { north, gwen, sepsis } = await scene();
  const moment = north.clock.now();
  for (let n = 0; n < 60; n++) {
    await openDiscussion(north.context(gwen), {
      workspaceId: sepsis.id,
      title: `Number ${n}`,
      source: "Words.",
      published: moment,
    });
  }
  const client = await north.as(gwen);
  const seen: string[] = [];
  let path: string | undefined = "/";
  for (let pages = 0; path; pages++) {
    expect(pages).toBeLessThan(4);
    const { text } = await client.get(path);
    seen.push(...[...text.matchAll(/>(Number \d+)</g)].map(([, title]) => title!));
    path = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
  }
  expect(seen).toHaveLength(60);
  expect(new Set(seen).size).toBe(60);
});

test("what happened since my last visit is told in one line", async () => {
  const { north, gwen, samir, sepsis, start } = await scene();
  await join(north.context(samir), { workspaceId: sepsis.id });
  expect(await sinceLastVisit(north.context(samir))).toBeNull();
  const mine = await start(samir, sepsis.id, "My question");
  const visit = north.clock();
  await north.store.transaction(async (tx) => {
    await tx.update(person).set({ previousVisit: visit }).where(eq(person.actorId, samir.id));
  });
  await start(gwen, sepsis.id, "News");
  await addComment(north.context(gwen), { parentId: mine, source: "An answer." });
  await addComment(north.context(gwen), { parentId: mine, source: "And another." });
  expect(await sinceLastVisit(north.context(samir))).toEqual({ visit, wrote: 1, moved: 2 });
  const { text } = await (await north.as(samir)).get("/");
  expect(text).toContain("1 person wrote to you, 2 discussions moved.");
  expect(text).toContain("Gwen Rees replied to you");
});

test("a new member is told three steps, a stranger what this place is", async () => {
  const { north, gwen, samir, sepsis, start } = await scene();
  await start(gwen, sepsis.id, "Open to all");
  const hidden = await north.addWorkspace("Closed Circle", { manager: gwen, level: "restricted" });
  await start(gwen, hidden.id, "Not for all");
  expect((await (await north.as(samir)).get("/")).text).toContain("Three first steps");
  const { text } = await (await north.as()).get("/");
  expect(text).toContain("Open to all");
  expect(text).not.toContain("Not for all");
  expect(text).toContain('href="/register"');
});

test("to start a discussion leads to the one workspace, or asks which", async () => {
  const { north, gwen, samir, sepsis, falls } = await scene();
  const client = await north.as(samir);
  expect((await client.get("/start")).text).toContain("First join a workspace");
  await join(north.context(samir), { workspaceId: sepsis.id });
  expect((await client.get("/start")).location).toBe(`/workspaces/${sepsis.handle}/forum/new`);
  await join(north.context(samir), { workspaceId: falls.id });
  expect((await client.get("/start")).text).toContain(`/workspaces/${falls.handle}/forum/new`);
  await north.store.transaction(async (tx) => {
    const mine = and(eq(membership.actorId, samir.id), eq(membership.workspaceId, falls.id));
    await tx.update(membership).set({ role: "reader" }).where(mine);
  });
  expect((await client.get("/start")).location).toBe(`/workspaces/${sepsis.handle}/forum/new`);
  expect((await (await north.as(gwen)).get("/start")).status).toBe(200);
});

test.each(["", "x", "1-", "-1", "1-0", "99999999999999999-1", "1-2-3"])("%s is no cursor", (text) => {
  expect(readCursor(text)).toBeNull();
});
