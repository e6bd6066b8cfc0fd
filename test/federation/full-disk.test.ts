import { expect, onTestFinished, test, vi } from "vitest";
import { inbox } from "../../db/index.ts";
import { join } from "../../src/workspaces/index.ts";
import { startSite } from "./convergence/site.ts";
import { createWires } from "./convergence/wires.ts";

test("where the disk is full, what arrived waits, and is dealt with when there is room again", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  let time = Date.parse("2026-11-02T09:00:00Z");
  const clock = () => new Date(time);
  const wires = createWires(1);
  const north = await startSite("north.localhost", { wires, clock, levels: ["open"] });
  const south = await startSite("south.localhost", { wires, clock, levels: [] });
  onTestFinished(async () => void (await Promise.all([north.stop(), south.stop()])));
  const amara = south.people[0]!;
  const found = await south.as(amara).elsewhere.find(north.workspaces[0]!.address, amara.id);
  if (!found.ok || found.value.kind !== "workspace") throw new Error("The workspace was not found");
  await join(south.as(amara), { workspaceId: found.value.id });
  await south.federation.idle();
  const states = async () => (await north.store.db.select().from(inbox)).map(({ state }) => state);
  expect(await states()).toEqual(["new"]);

  north.process.full = true;
  await north.federation.idle().catch(() => {});
  expect(await states()).toEqual(["new"]);
  // Twice: what it did, and that it could not be kept. It does not go round and round.
  expect(said).toHaveBeenCalledTimes(2);

  north.process.full = false;
  time += 60_000;
  await north.federation.idle();
  expect(await states()).toEqual(["done"]);
});
