import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { activity, event, notification } from "../../db/index.ts";
import { addComment, openDiscussion, setLike } from "../../src/forums/index.ts";
import { hidePerson, hidePost, showPerson } from "../../src/moderation/index.ts";
import { makeReport } from "../../src/moderation/reports.ts";
import { type Instance, type Member, startInstance, testClock } from "../rig.ts";
import { joinFrom, settle as settleAll } from "./network.ts";
import { idAt, iriAt } from "./picture.ts";
import { actorOn } from "./place.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Stands in what is hidden, in every field of it. */
const canary = /kittiwake/i;

let a: Instance;
let b: Instance;
let gwen: Member;
let priya: Member;
let path: string;
const onA = { question: 0, comment: 0 };
const onB = { workspace: 0, question: 0, comment: 0 };
const settle = () => settleAll([a, b]);

beforeAll(async () => {
  const clock = testClock();
  a = await startInstance({ clock, keep: true });
  b = await startInstance({ clock, keep: true, hostname: "south.localhost" });
  gwen = await a.addMember("Gwen Rees");
  priya = await b.addMember("Priya Nair");
  const { id, handle } = await a.addWorkspace("Birds", { manager: gwen });
  onB.workspace = await joinFrom(b, priya, `@${handle}@${a.host}`);
  await joinFrom(b, b.administrator, `@${handle}@${a.host}`);
  path = `/workspaces/${handle}@${a.host}`;
  await settle();
  onA.question = await openDiscussion(a.context(gwen), {
    workspaceId: id,
    title: "Kittiwake title",
    source: `Kittiwake words, @priya-nair@${b.host}.`,
  });
  await settle();
  onB.question = await idAt(b, await iriAt(a, onA.question));
  onB.comment = await addComment(b.context(priya), { parentId: onB.question, source: "An answer." });
  await settle();
  onA.comment = await idAt(a, await iriAt(b, onB.comment));
});
afterAll(async () => {
  await a?.stop();
  await b?.stop();
});

/** All that somebody on B can open about it. */
async function seenOnB(who: Member): Promise<string> {
  const visitor = await b.as(who);
  const pages = [
    "/",
    "/notifications",
    path,
    `${path}/forum`,
    `${path}/discussions/${onB.question}`,
    `${path}/posts/${onB.question}/history`,
    `${path}/posts/${onB.question}/hide`,
    `${path}/posts/${onB.question}/report`,
  ];
  const answers = await Promise.all(pages.map((page) => visitor.get(page)));
  return answers.map(({ text }) => text).join("\n");
}

test("what an administrator hides, nobody here sees, and everybody elsewhere does; nothing is sent", async () => {
  const admin = await b.as(b.administrator);
  expect(await seenOnB(priya)).toMatch(canary);
  const sent = await b.store.db.$count(activity);
  const there = await a.as(gwen);

  expect((await (await b.as(priya)).get(`${path}/posts/${onB.question}/hide`)).status).toBe(403);
  await expect(hidePost(b.context(priya), { contentId: onB.question, reason: "No" })).rejects.toMatchObject({
    code: "forbidden",
  });
  const empty = await admin.post(`${path}/posts/${onB.question}/hide`, { reason: " " });
  expect([empty.status, empty.text.includes("Say why")]).toEqual([422, true]);
  const hidden = await admin.submit(`${path}/posts/${onB.question}/hide`, { reason: "Names a colleague" });
  expect(hidden.text).toContain("Hidden from everybody here. Elsewhere nothing changes.");
  expect(hidden.text).toContain("Hidden here by your organisation’s administrators.");
  await settle();

  for (const who of [priya, b.administrator]) {
    const seen = await seenOnB(who);
    expect(seen).not.toMatch(canary);
    expect(seen).toContain("Hidden here by your organisation’s administrators.");
    expect(seen.includes("Names a colleague")).toBe(who === b.administrator);
  }
  const stranger = await (await b.as()).get(`${path}/discussions/${onB.question}`);
  expect(stranger.text).not.toMatch(canary);
  await expect(setLike(b.context(priya), { contentId: onB.question, liked: true })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(
    addComment(b.context(priya), { parentId: onB.question, source: "Again" }),
  ).rejects.toMatchObject({ code: "forbidden" });

  expect(await b.store.db.$count(activity)).toBe(sent);
  expect((await there.get(`/workspaces/birds/discussions/${onA.question}`)).text).toMatch(canary);
  // An edit from its home does not bring it back.
  await (
    await a.as(gwen)
  ).post(`/workspaces/birds/posts/${onA.question}/edit`, {
    title: "Kittiwake again",
    source: "Kittiwake, said better.",
  });
  await settle();
  expect(await seenOnB(priya)).not.toMatch(canary);

  // In the administrators' log, with the reason, and in their list, where it is undone.
  expect((await admin.get("/admin/log?about=content")).text).toContain("Names a colleague");
  expect((await admin.get("/admin/hidden")).text).toMatch(canary);
  expect((await admin.submit("/admin/hidden", { post: String(onB.question) })).text).toContain(
    "Shown here again.",
  );
  expect(await seenOnB(priya)).toContain("Kittiwake, said better.");
});

test("the author is told why, where their account is here, and members of other organisations see it", async () => {
  await hidePost(b.context(b.administrator), { contentId: onB.comment, reason: "Off the subject" });
  const page = await (await b.as(priya)).get(`${path}/discussions/${onB.question}`);
  expect(page.text).not.toContain("An answer.");
  expect(page.text).toContain("Reason: <bdi>Off the subject</bdi>");
  expect((await (await b.as(priya)).get("/notifications")).text).toContain("Off the subject");
  const other = await (await b.as(b.administrator)).get("/notifications");
  expect(other.text).not.toContain("Off the subject");
  expect((await (await a.as(gwen)).get(`/workspaces/birds/discussions/${onA.question}`)).text).toContain(
    "An answer.",
  );
  const undone = await (
    await b.as(b.administrator)
  ).submit(`${path}/posts/${onB.comment}/hide`, { on: "no" });
  expect(undone.text).toContain("An answer.");
});

test("all of a person's is hidden, what they write later too, and shown again together", async () => {
  const personId = await actorOn(b, "Gwen Rees");
  await hidePerson(b.context(b.administrator), { personId, reason: "Keeps on" });
  expect(await seenOnB(priya)).not.toMatch(canary);
  await addComment(a.context(gwen), {
    parentId: onA.comment,
    source: `Kittiwake for @priya-nair@${b.host}`,
  });
  const before = await b.store.db.$count(notification);
  await settle();
  const [last] = await b.store.db
    .select({ kind: event.kind })
    .from(event)
    .where(and(eq(event.workspaceId, onB.workspace), eq(event.kind, "comment.added")))
    .orderBy(desc(event.id));
  expect(last?.kind).toBe("comment.added");
  expect(await b.store.db.$count(notification)).toBe(before);
  expect(await seenOnB(priya)).not.toMatch(canary);
  await showPerson(b.context(b.administrator), { personId });
  expect(await seenOnB(priya)).toContain("Kittiwake for");
});

test("a report leads to hiding, also by an administrator who does not belong to the workspace", async () => {
  await makeReport(b.context(priya), { contentId: onB.question, reason: "Please look" });
  const admin = await b.as(b.administrator);
  const queue = await admin.get("/admin/reports");
  const report = /action="(\/admin\/reports\/\d+)"/.exec(queue.text)![1]!;
  await admin.submit(report, { decision: "hide", note: "" });
  expect(await seenOnB(priya)).not.toContain("said better");
});
