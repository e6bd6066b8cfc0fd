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
  expect((await priya.post(action!, {})).status).toBe(422);
  expect((await olu.post(action!, { choice: "0" })).status).toBe(403);
  const voted = await priya.post(action!, { choice: "1" });
  expect(voted.status).toBe(303);
  const after = (await priya.get(path)).text.replace(/\s+/g, " ");
  expect(after).not.toContain(action);
  expect(after).toContain("Your vote");
  expect(after).toContain("100%, 1 vote<");
  expect(after).toContain("1 person has voted");
  expect((await priya.post(action!, { choice: "0" })).text).toContain("You have already voted in this poll.");
});
