import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { notification } from "../../db/index.ts";
import { startInstance } from "../../test/rig.ts";
import { addComment, openDiscussion } from "../forums/index.ts";
import { decide, join, removeMember } from "../workspaces/index.ts";

async function scene() {
  const north = await startInstance();
  const [gwen, samir] = [await north.addMember("Gwen Rees"), await north.addMember("Samir Khan")];
  const { id, handle } = await north.addWorkspace("Falls Prevention", { manager: gwen, level: "restricted" });
  await join(north.context(samir), { workspaceId: id, reason: "To learn" });
  await decide(north.context(gwen), { workspaceId: id, memberId: samir.id, approve: true });
  const question = await openDiscussion(north.context(samir), {
    workspaceId: id,
    title: "Slippers?",
    source: "Do they help?",
  });
  const reply = await addComment(north.context(gwen), { parentId: question, source: "They *do*, a lot." });
  const [told] = await north.store.db.select().from(notification).where(eq(notification.contentId, reply));
  return { north, gwen, samir, id, handle, question, reply, told: told! };
}

test("a reply is told in a sentence, opens where it stands, and is read then", async () => {
  const { north, samir, handle, question, reply, told } = await scene();
  const client = await north.as(samir);
  const list = await client.get("/notifications");
  expect(list.text).toContain("Gwen Rees replied to you in “Slippers?”");
  expect(list.text).toContain("They do, a lot.");
  expect(list.text).toContain("list__item--unread");
  const opened = await client.get(`/notifications/${told.id}`);
  expect(opened.location).toBe(
    `/workspaces/${handle}/discussions/${question}?comment=${reply}#comment-${reply}`,
  );
  const [row] = await north.store.db.select().from(notification).where(eq(notification.id, told.id));
  expect(row?.read).not.toBeNull();
});

test("nobody opens what another is told", async () => {
  const { north, gwen, told } = await scene();
  expect((await (await north.as(gwen)).get(`/notifications/${told.id}`)).status).toBe(404);
  expect((await (await north.as()).get(`/notifications/${told.id}`)).location).toMatch("/sign-in");
  expect((await (await north.as()).get("/notifications")).location).toMatch("/sign-in");
  const [row] = await north.store.db.select().from(notification).where(eq(notification.id, told.id));
  expect(row?.read).toBeNull();
});

test("who was removed no longer reads in notifications what they may not read in the workspace", async () => {
  const { north, gwen, samir, id } = await scene();
  await removeMember(north.context(gwen), { workspaceId: id, memberId: samir.id, answer: "Moved on" });
  const client = await north.as(samir);
  for (const path of ["/notifications", "/"]) {
    const { text } = await client.get(path);
    expect(text).not.toMatch(/Slippers|They do, a lot/);
    expect(text).toContain("You were removed from Falls Prevention");
    expect(text).toContain("Moved on");
  }
});

test("all are marked as read with one button", async () => {
  const { north, samir } = await scene();
  const client = await north.as(samir);
  const after = await client.submit("/notifications/read");
  expect(after.text).toContain("All notifications are marked as read.");
  expect(after.text).not.toContain("list__item--unread");
  expect(after.text).not.toContain("Mark all as read");
});

test("older notifications follow page by page", async () => {
  const { north, gwen, samir, question } = await scene();
  for (let n = 0; n < 40; n++) {
    await addComment(north.context(gwen), { parentId: question, source: `Answer number ${n}.` });
  }
  const client = await north.as(samir);
  const first = await client.get("/notifications");
  const older = /rel="next" href="([^"]+)"/.exec(first.text)?.[1];
  const second = await client.get(older!);
  const numbers = [first, second].flatMap(({ text }) =>
    [...text.matchAll(/“Answer number (\d+)\.”/g)].map(([, number]) => Number(number)),
  );
  expect(numbers).toEqual(Array.from({ length: 40 }, (_, n) => 39 - n));
  expect(second.text).not.toContain('rel="next"');
});
