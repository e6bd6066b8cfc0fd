import { afterAll, beforeAll, expect, test } from "vitest";
import { join } from "../workspaces/index.ts";
import { type Client, type Instance, startInstance } from "../../test/rig.ts";

let north: Instance;
let amara: Client;
let priya: Client;
let olu: Client;
let forum: string;

beforeAll(async () => {
  north = await startInstance({ keep: true });
  const [manager, member, other] = [
    await north.addMember("Amara Okafor"),
    await north.addMember("Priya Nair"),
    await north.addMember("Olu Outside"),
  ];
  const { id: workspaceId, handle } = await north.addWorkspace("Sepsis Network", { manager });
  await join(north.context(member), { workspaceId });
  forum = `/workspaces/${handle}/forum`;
  [amara, priya, olu] = [await north.as(manager), await north.as(member), await north.as(other)];
});
afterAll(() => north.stop());

const asked = {
  title: "When do we meet?",
  source: "Say",
  "poll-option": ["By day", "By night", "", ""],
  "poll-runs": "3600",
};

test("a discussion is started with a poll, members vote in it on its page, and see how it stands", async () => {
  expect((await amara.get(`${forum}/new`)).text).toContain("Add a poll");
  const refused = await amara.post(`${forum}/new`, { ...asked, "poll-option": ["By day"] });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('href="#poll-options-post"');
  expect(refused.text).toContain('value="By day"');
  const started = await amara.post(`${forum}/new`, asked);
  expect(started.status).toBe(303);
  const path = started.location!;
  const before = (await priya.get(path)).text;
  const [, action] = /action="(\/polls\/\d+\/votes)"/.exec(before)!;
  expect(before).toContain("By night");
  expect(before).not.toContain("<meter");
  for (const who of [amara, olu]) expect((await who.get(path)).text).not.toContain(action);

  // Without an answer: the page says so beside the poll, and its first answer has the focus.
  const none = await priya.post(action!, { back: path });
  expect([none.status, none.location]).toEqual([303, `${path}?unanswered=${/\d+/.exec(action!)![0]}`]);
  const told = (await priya.get(none.location!)).text.replace(/\s+/g, " ");
  expect(told).toContain("<title>Error: ");
  expect(told).toMatch(
    /Choose an answer<[^]*<input[^>]*autofocus[^>]*value="0"|Choose an answer<[^]*value="0"[^>]*autofocus/,
  );
  const part = await priya.post(action!, { back: path }, { "hx-request": "true" });
  expect([part.status, part.text.startsWith("<form")]).toEqual([422, true]);
  expect(part.text).toContain("Choose an answer");
  expect((await olu.post(action!, { choice: "0" })).status).toBe(403);
  const voted = await priya.post(action!, { choice: "1", back: none.location! });
  expect([voted.status, voted.location]).toEqual([303, `${path}#votes-${/\d+/.exec(action!)![0]}`]);
  const after = (await priya.get(path)).text.replace(/\s+/g, " ");
  expect(after).not.toContain(action);
  expect(after).toContain("Your vote");
  expect(after).toContain("100%, 1 vote<");
  expect(after).toContain("1 person has voted");
  expect((await priya.post(action!, { choice: "0", back: path })).location).toBe(path);
  expect((await priya.get(path)).text).toContain("You have already voted in this poll.");
});

test("a post of one's own has a poll too: written with it, answered in a list, and back there", async () => {
  const words = { source: "When?", visibility: "public", warning: "" };
  const form = {
    ...words,
    "poll-option": ["By day", "By night", "", ""],
    "poll-runs": "3600",
    "poll-how": "multiple",
  };
  expect((await amara.get("/posts")).text).toContain("Whoever can read it can vote, once.");
  const refused = await amara.post("/posts", { ...form, "poll-option": ["By day"] });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('href="#poll-options-post"');
  expect(refused.text).toContain('value="By day"');
  expect((await amara.post("/posts", form)).status).toBe(303);
  const list = "/people/amara-okafor";
  const [, action] = /action="(\/polls\/(\d+)\/votes)"/.exec((await priya.get(list)).text)!;
  const none = await priya.post(action!, { back: list });
  expect((await priya.get(none.location!)).text).toContain("Choose one or more answers");
  expect(none.location).toMatch(/^\/people\/amara-okafor\?unanswered=\d+$/);
  const elsewhere = await priya.post(action!, { back: "//north.example" });
  expect([elsewhere.status, elsewhere.text.includes("Choose an answer.")]).toEqual([422, true]);
  const voted = await priya.post(action!, { choice: ["0", "1"], back: list }, { "hx-request": "true" });
  expect(voted.text).toContain("Your vote");
});
