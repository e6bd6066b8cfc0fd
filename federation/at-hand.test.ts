import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { peer } from "../db/index.ts";
import { systemStopwatch } from "../src/core/clock.ts";
import { testStore } from "../test/rig.ts";
import { type AtHand, atOnce } from "./at-hand.ts";
import type { Deps } from "./deps.ts";

test("whoever waits long for their turn to write has it then", async () => {
  const store = await testStore();
  const { promise: written, resolve: over } = Promise.withResolvers<void>();
  const before = store.transaction(() => written);
  const noted: string[] = [];
  const dealt = atOnce(
    { store, stopwatch: systemStopwatch } as Deps,
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

test("one that fails after it wrote something takes nothing of the others along", async () => {
  const store = await testStore();
  const deal = async (host: string, at: AtHand) => {
    await at.deps.store.transaction(async (tx) => {
      await tx.insert(peer).values({ host, created: new Date() });
    });
    if (host === "c.example") at.leave();
  };
  const all = ["a.example", "b.example", "c.example", "d.example"];
  let next = 0;
  const alone: string[] = [];
  while (next < all.length) {
    const told: string[] = [];
    const dealt = await atOnce(
      { store, stopwatch: systemStopwatch } as Deps,
      all.slice(next),
      deal,
      async (done) => {
        told.push(...done);
      },
    );
    expect(told.slice(-dealt.done || told.length)).toEqual(all.slice(next, next + dealt.done));
    next += dealt.done;
    if (dealt.alone) alone.push(all[next++]!);
  }
  expect(alone).toEqual(["c.example"]);
  const kept = (await store.db.select({ host: peer.host }).from(peer)).map(({ host }) => host).sort();
  expect(kept).toEqual(["a.example", "b.example", "d.example"]);
});
