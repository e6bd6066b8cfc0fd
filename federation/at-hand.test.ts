import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { peer } from "../db/index.ts";
import { testStore } from "../test/rig.ts";
import { atOnce } from "./at-hand.ts";
import type { Deps } from "./deps.ts";

test("whoever waits long for their turn to write has it then", async () => {
  const store = await testStore();
  const { promise: written, resolve: over } = Promise.withResolvers<void>();
  const before = store.transaction(() => written);
  const noted: string[] = [];
  const dealt = atOnce(
    { store } as Deps,
    ["a.example"],
    async (host, { deps }) => {
      await deps.store.transaction(async (tx) => {
        await tx.insert(peer).values({ host, created: new Date() });
      });
    },
    async (done) => {
      noted.push(...done);
    },
  );
  await setTimeout(50);
  over();
  await before;
  expect(await dealt).toEqual({ done: 1, alone: false });
  expect(noted).toEqual(["a.example"]);
});
