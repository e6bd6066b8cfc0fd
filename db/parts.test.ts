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
