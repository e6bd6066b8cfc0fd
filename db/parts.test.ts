import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testStore } from "../test/rig.ts";
import { AllTakenBack, peer, type Store } from "./index.ts";

const created = new Date(0);
const put = (host: string, at: Store, fails = false) =>
  at.transaction(async (tx, signal) => {
    await tx.insert(peer).values({ host, created });
    signal(JSON.stringify({ kind: host }));
    if (fails) throw new Error("no");
  });
const hosts = async ({ db }: Store) =>
  (await db.select({ host: peer.host }).from(peer)).map(({ host }) => host).sort();

test("parts that are not kept apart are kept as one", async () => {
  const store = await testStore();
  const heard: string[] = [];
  store.listen((signal) => heard.push(signal));
  await store.together(async (within) => {
    await put("a.example", within);
    await within.together((inner) => put("b.example", inner));
    expect(await hosts(within)).toEqual(["a.example", "b.example"]);
    expect(heard).toEqual([]);
  }, false);
  expect(await hosts(store)).toEqual(["a.example", "b.example"]);
  expect(heard).toHaveLength(2);
});

test("where one fails that has written something nothing of the whole remains, also where nobody minds", async () => {
  const store = await testStore();
  const heard: string[] = [];
  store.listen((signal) => heard.push(signal));
  const whole = store.together(async (within) => {
    await put("a.example", within);
    await put("b.example", within, true).catch(() => {});
    await expect(put("c.example", within)).rejects.toThrow(AllTakenBack);
  }, false);
  await expect(whole).rejects.toThrow(AllTakenBack);
  expect(await hosts(store)).toEqual([]);
  expect(heard).toEqual([]);
  await put("d.example", store);
  expect(await hosts(store)).toEqual(["d.example"]);
});

test("where the database takes the whole back, nothing that follows is kept without it", async () => {
  for (const apart of [true, false]) {
    const store = await testStore();
    await put("a.example", store);
    const whole = store.together(async (within) => {
      await put("b.example", within);
      await within.transaction(async (tx) => {
        const again = sql`insert ${sql.raw(store.dialect === "sqlite" ? "or rollback" : "")} into ${peer} (host, created) values ('a.example', ${sql.param(created, peer.created)})`;
        const run = tx as unknown as Record<"run" | "execute", (query: typeof again) => Promise<unknown>>;
        // Somebody thinks nothing of it.
        await run[store.dialect === "sqlite" ? "run" : "execute"](again).catch(() => {});
        await tx.insert(peer).values({ host: "c.example", created });
      });
      await put("d.example", within);
    }, apart);
    await expect(whole).rejects.toThrow();
    expect([apart, await hosts(store)]).toEqual([apart, ["a.example"]]);
  }
});
