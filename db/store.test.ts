import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { count, eq, gte, sql } from "drizzle-orm";
import { expect, onTestFinished, test, vi } from "vitest";
import { beside } from "../test/rig/postgres.ts";
import { root, testStore } from "../test/rig.ts";
import { dialect } from "./dialect.ts";
import {
  givenAs,
  isUniqueViolation,
  mail,
  openStore,
  peer,
  prepared,
  preparedWrite,
  type Reader,
  type Store,
} from "./index.ts";

const created = new Date("2026-11-02T09:00:00.123Z");
const harbour = { host: "harbour.example", name: "Harbour", created };
const letter = { recipient: "priya@harbour.example", subject: "Hello", body: "…", created };

async function hosts(store: Store): Promise<string[]> {
  const rows = await store.db.select({ host: peer.host }).from(peer).orderBy(peer.host);
  return rows.map((row) => row.host);
}

test("what a transaction wrote is there afterwards, with its types", async () => {
  const store = await testStore();
  const inside = await store.transaction(async (tx) => {
    await tx.insert(peer).values(harbour);
    await tx
      .update(peer)
      .set({ head: 2 ** 52 + 1 })
      .where(eq(peer.host, harbour.host));
    const [row] = await tx.insert(mail).values(letter).returning();
    return row;
  });
  expect(inside?.created).toEqual(created);
  const [row] = await store.db.select().from(peer);
  expect(row).toMatchObject({ ...harbour, head: 2 ** 52 + 1, cursor: 0, software: null });
  expect(await store.db.$count(mail)).toBe(1);
  expect(await store.db.select({ n: count() }).from(mail)).toEqual([{ n: 1 }]);
  expect(await store.db.query.peer.findFirst({ where: eq(peer.host, "nowhere.example") })).toBeUndefined();
});

test("what a transaction throws takes all of it back, across an await", async () => {
  const store = await testStore();
  const failing = store.transaction(async (tx) => {
    await tx.insert(peer).values(harbour);
    await sleep(5);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await hosts(store)).toEqual([]);
});

test("one transaction's rollback takes nothing from another that ran meanwhile", async () => {
  const store = await testStore();
  const started = Promise.withResolvers<void>();
  const failing = store.transaction(async (tx) => {
    await tx.insert(peer).values(harbour);
    started.resolve();
    await sleep(20);
    throw new Error("no");
  });
  await started.promise;
  const other = store.transaction((tx) => tx.insert(peer).values({ host: "quay.example", created }));
  await Promise.allSettled([failing, other]);
  expect(await hosts(store)).toEqual(["quay.example"]);
});

test("a value that is taken is told from any other failure", async () => {
  const store = await testStore();
  const insert = (values: typeof harbour) =>
    store
      .transaction((tx) => tx.insert(peer).values(values))
      .then(
        () => null,
        (error: unknown) => error,
      );
  expect(await insert(harbour)).toBeNull();
  expect(isUniqueViolation(await insert(harbour))).toBe(true);
  expect(isUniqueViolation(await insert({ ...harbour, host: null as unknown as string }))).toBe(false);
  expect(isUniqueViolation(new Error("else"))).toBe(false);
});

test("the outer handle inside a transaction throws instead of waiting for itself", async () => {
  const store = await testStore();
  const misused = await store
    .transaction(async () => {
      await store.db.select().from(peer);
    })
    .catch((error: unknown) => error);
  expect(inspect(misused)).toContain("store.db was used inside a transaction");
  await expect(store.transaction(() => store.transaction(async () => 1))).rejects.toThrow("transaction");
  expect(await store.transaction(async () => "still works")).toBe("still works");
});

test("of transactions that are made as one, one that throws is taken back alone, with what it signalled", async () => {
  const store = await testStore();
  const heard: string[] = [];
  store.listen((signal) => heard.push(signal));
  const put = (host: string, at: Store, fails = false) =>
    at.transaction(async (tx, signal) => {
      await tx.insert(peer).values({ host, created });
      signal(JSON.stringify({ kind: host }));
      if (fails) throw new Error("no");
    });
  await store.together(async (within) => {
    expect(within.whole).toBe(store.whole);
    await put("a.example", within);
    await expect(put("b.example", within, true)).rejects.toThrow("no");
    await within.together(async (inner) => {
      await put("c.example", inner);
      await expect(put("d.example", inner, true)).rejects.toThrow("no");
      expect(await hosts(inner)).toEqual(["a.example", "c.example"]);
    });
    const half = within.together(async (inner) => {
      await put("e.example", inner);
      throw new Error("no");
    });
    await expect(half).rejects.toThrow("no");
    expect(heard).toEqual([]);
  });
  expect(await hosts(store)).toEqual(["a.example", "c.example"]);
  expect(heard.map((one) => (JSON.parse(one) as { kind: string }).kind)).toEqual(["a.example", "c.example"]);
  const nothing = store.together(async (within) => {
    await put("f.example", within);
    throw new Error("no");
  });
  await expect(nothing).rejects.toThrow("no");
  expect(await hosts(store)).toEqual(["a.example", "c.example"]);
  expect(heard).toHaveLength(2);
});

test("signals are heard after the commit, and never after a rollback", async () => {
  const store = await testStore();
  const heard: string[] = [];
  const stop = store.listen((signal) => heard.push(signal));
  await store
    .transaction(async (_tx, signal) => {
      signal('"never"');
      throw new Error("no");
    })
    .catch(() => {});
  await store.transaction(async (tx, signal) => {
    signal('"first"');
    signal('"second"');
    await tx.insert(peer).values(harbour);
    expect(heard).toEqual([]);
  });
  expect(heard).toEqual(['"first"', '"second"']);
  stop();
  await store.transaction(async (_tx, signal) => signal('"third"'));
  expect(heard).toHaveLength(2);
});

test("what a listener throws undoes nothing, and keeps nobody else from hearing", async () => {
  const store = await testStore();
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  store.listen(() => {
    throw new Error("cannot hear");
  });
  const heard: string[] = [];
  store.listen((signal) => heard.push(signal));
  await store.transaction(async (_tx, signal) => signal('"told"'));
  expect(heard).toEqual(['"told"']);
  expect(said).toHaveBeenCalledOnce();
});

test.runIf(dialect === "postgres")("other processes hear them too, once", async () => {
  const one = await testStore();
  const database = await one.transaction(async (tx) => {
    await tx.insert(peer).values(harbour);
    const [row] = await tx.select({ name: sql<string>`current_database()` }).from(peer);
    return row!.name;
  });
  const two = await openStore(beside(process.env.DATABASE_URL!, database), root);
  onTestFinished(() => two.close());
  const heard: string[] = [];
  const arrived = Promise.withResolvers<void>();
  two.listen((signal) => {
    heard.push(signal);
    if (signal === '"last"') arrived.resolve();
  });
  const atHome: string[] = [];
  const stop = one.listen((signal) => atHome.push(signal));
  await one.transaction(async (_tx, signal) => signal('"first"'));
  await one.transaction(async (_tx, signal) => signal('"last"'));
  await arrived.promise;
  expect(heard).toEqual(['"first"', '"last"']);
  expect(atHome).toEqual(['"first"', '"last"']);
  stop();
});

test("a prepared query answers for each store from its own data", async () => {
  const count = prepared("store test: peers", (db) => db.select({ host: peer.host }).from(peer));
  const [one, two] = [await testStore(), await testStore()];
  await one.transaction((tx) => tx.insert(peer).values(harbour));
  expect(await count(one)).toEqual([{ host: "harbour.example" }]);
  expect(await count(two)).toEqual([]);
});

test("prepared statements work inside a transaction, with values as the columns have them", async () => {
  const add = preparedWrite("store test: add", (tx) =>
    tx.insert(peer).values({
      host: sql.placeholder("host"),
      created: sql.placeholder("created"),
      checked: sql.placeholder("checked"),
    }),
  );
  const check = preparedWrite("store test: check", (tx) =>
    tx
      .update(peer)
      .set({ checked: givenAs(peer.checked, "checked") })
      .where(eq(peer.host, sql.placeholder("host")))
      .returning({ host: peer.host, checked: peer.checked }),
  );
  const since = prepared("store test: since", (db) =>
    db
      .select({ host: peer.host, checked: peer.checked })
      .from(peer)
      .where(gte(peer.checked, givenAs(peer.checked, "since"))),
  );
  const store = await testStore();
  await store.transaction(async (tx) => {
    await add(tx, { host: "quay.example", created, checked: null });
    await add(tx, { host: "harbour.example", created, checked: null });
    expect(await since(tx, { since: created })).toEqual([]);
    expect(await check(tx, { host: "quay.example", checked: created })).toEqual([
      { host: "quay.example", checked: created },
    ]);
    expect(await since(tx, { since: created })).toHaveLength(1);
  });
  expect(await since(store, { since: created })).toEqual([{ host: "quay.example", checked: created }]);
  const undone = store.transaction(async (tx) => {
    await add(tx, { host: "pier.example", created, checked: created });
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  expect(await hosts(store)).toEqual(["harbour.example", "quay.example"]);
});

test("a prepared query reads joined tables as objects, and what is not there as null, as it does unprepared", async () => {
  const store = await testStore();
  await store.transaction(async (tx) => {
    await tx.insert(peer).values([harbour, { host: "quay.example", created }]);
    await tx.insert(mail).values({ ...letter, recipient: "harbour.example" });
  });
  const build = (db: Reader) =>
    db
      .select({ peer: { host: peer.host, created: peer.created }, mail, host: peer.host })
      .from(peer)
      .leftJoin(mail, eq(mail.recipient, peer.host))
      .orderBy(peer.host);
  const rows = await prepared("store test: joined", build)(store);
  expect(rows).toEqual(await build(store.db));
  expect(rows.map((row) => row.mail?.subject ?? null)).toEqual(["Hello", null]);
});

test("a question mark in a name or a text is that, and no place for a value", async () => {
  const store = await testStore();
  await store.transaction(async (tx) => {
    await tx.insert(peer).values([harbour, { ...harbour, host: "quay.example", name: "Quay?" }]);
  });
  const asked = sql<string>`${peer.name} || ' isn''t it?'`.as("is it?");
  const rows = await store.db.select({ asked }).from(peer).where(eq(peer.host, "quay.example"));
  expect(rows).toEqual([{ asked: "Quay? isn't it?" }]);
});
