import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { peer } from "../../db/index.ts";
import { startInstance } from "../../test/rig.ts";
import { createNotes, type Notes } from "./notes.ts";

/** While ten deliveries go on. */
async function whileMany(notes: Notes, work: () => Promise<void>): Promise<void> {
  const { promise: slow, resolve: end } = Promise.withResolvers<void>();
  const going = Array.from({ length: 10 }, () => notes.during(slow));
  await work();
  end();
  await Promise.all(going);
}

test("what becomes of many deliveries is written together, and of the last one without waiting", async () => {
  const { store, clock } = await startInstance();
  let transactions = 0;
  const notes = createNotes({
    ...store,
    transaction(work) {
      transactions++;
      return store.transaction(work);
    },
  });
  const add = (host: string) => notes.write((tx) => tx.insert(peer).values({ host, created: clock.now() }));
  await whileMany(notes, async () => {
    await Promise.all(["a.example", "b.example", "c.example"].map(add));
  });
  expect(transactions).toBe(1);
  await add("d.example");
  expect(transactions).toBe(2);
  expect(await store.db.$count(peer)).toBe(4);
});

test("where it cannot be written, all that wait for it learn of it, and the next one is tried", async () => {
  const { store, clock } = await startInstance();
  const notes = createNotes(store);
  const add = (host: string) => notes.write((tx) => tx.insert(peer).values({ host, created: clock.now() }));
  await whileMany(notes, async () => {
    const twice = await Promise.allSettled([add("a.example"), add("a.example")]);
    expect(twice.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
  await add("b.example");
  expect(await store.db.$count(peer, eq(peer.host, "b.example"))).toBe(1);
  expect(await store.db.$count(peer)).toBe(1);
});
