import { expect, test } from "vitest";
import { startInstance, startProcess, testClock } from "./rig.ts";

test("an instance of the test is set up, and knows who asks", async () => {
  const north = await startInstance();
  const stranger = await north.as();
  expect((await stranger.get("/")).status).toBeLessThan(400);
  const sam = await north.addMember("Sam Okafor", { job: "Ward sister" });
  const { handle } = await north.addWorkspace("Sepsis network", { manager: sam });
  const page = await (await north.as(sam)).get(`/workspaces/${handle}`);
  expect(page.status).toBe(200);
  expect(page.text).toContain("Sepsis network");
  expect(page.text).toContain("Sam Okafor");
  expect((await north.as(north.administrator)).cookies.size).toBe(1);
});

test("two instances share neither people nor port", async () => {
  const [north, south] = [await startInstance(), await startInstance({ hostname: "south.localhost" })];
  await north.addMember("Sam Okafor");
  expect(south.origin).not.toBe(north.origin);
  expect((await (await south.as()).get("/people/sam-okafor")).status).not.toBe(200);
});

test("the clock moves by hand, and never stands still between two looks", () => {
  const clock = testClock();
  const first = clock();
  expect(clock().getTime()).toBe(first.getTime() + 1);
  clock.tick({ days: 1, minutes: 2 });
  expect(clock.now().getTime()).toBe(first.getTime() + 2 + 86_520_000);
});

test("a process that is killed comes back to what it had", async () => {
  const served = await startProcess();
  await served.kill();
  const again = await served.restart();
  expect(again.origin).toBe(served.origin);
  expect((await again.visitor.get("/setup")).status).toBe(200);
}, 60_000);
