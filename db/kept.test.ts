import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testStore } from "../test/rig.ts";
import { type Reader, type Store, type Writer } from "./index.ts";
import { givenAs, peer, peerRule, prepared } from "./index.ts";

const created = new Date("2026-11-02T09:00:00.123Z");

const byHost = prepared(
  "test.kept peer",
  (db) =>
    db
      .select({ host: peer.host, name: peer.name })
      .from(peer)
      .where(eq(peer.host, sql.placeholder("host"))),
  true,
);

const withRule = prepared(
  "test.kept rule",
  (db) =>
    db
      .select({ name: peer.name, rule: peerRule.rule })
      .from(peer)
      .leftJoin(peerRule, eq(peerRule.host, peer.host))
      .where(eq(peer.created, givenAs(peer.created, "created"))),
  true,
);

const put = (tx: Writer, host: string, name = "First") => tx.insert(peer).values({ host, name, created });
const name = async (db: Reader | Store, host: string) => (await byHost(db, { host }))[0]?.name;
const rename = (tx: Writer, host: string, to: string) =>
  tx.update(peer).set({ name: to }).where(eq(peer.host, host));

test("a transaction that reads again sees what it has written since, whatever way it was", async () => {
  const store = await testStore();
  await store.transaction(async (tx) => {
    expect(await name(tx, "a.example")).toBeUndefined();
    await put(tx, "a.example");
    expect(await name(tx, "a.example")).toBe("First");
    await put(tx, "b.example", "Other");
    expect(await name(tx, "b.example")).toBe("Other");
    await rename(tx, "a.example", "Second");
    expect(await name(tx, "a.example")).toBe("Second");
    await tx.update(peer).set({ failures: 3 }).where(eq(peer.host, "a.example"));
    expect(await name(tx, "a.example")).toBe("Second");
    await tx
      .insert(peer)
      .values({ host: "a.example", created })
      .onConflictDoUpdate({ target: peer.host, set: { name: "Third" } });
    expect(await name(tx, "a.example")).toBe("Third");
    await tx
      .update(peer)
      .set({
        failures: 1,
        name: sql`case when ${peer.failures} > (1 + 1) then 'Fourth, "so" = ' else '' end`,
      })
      .where(eq(peer.host, "a.example"));
    expect(await name(tx, "a.example")).toBe('Fourth, "so" = ');
    await tx.delete(peer).where(eq(peer.host, "a.example"));
    expect(await name(tx, "a.example")).toBeUndefined();
  });
});

test("what is read of several tables is read anew when one of them changes", async () => {
  const store = await testStore();
  const rule = async (tx: Writer) => (await withRule(tx, { created }))[0];
  await store.transaction(async (tx) => {
    await put(tx, "a.example");
    expect(await rule(tx)).toEqual({ name: "First", rule: null });
    await tx.insert(peerRule).values({ host: "a.example", rule: "silenced", reason: "", created });
    expect(await rule(tx)).toMatchObject({ rule: "silenced" });
    await rename(tx, "a.example", "Second");
    expect(await rule(tx)).toMatchObject({ name: "Second" });
    await tx.delete(peerRule).where(eq(peerRule.host, "a.example"));
    expect(await rule(tx)).toEqual({ name: "Second", rule: null });
  });
});

test("what was read in a part that is taken back, or in another transaction, is read anew", async () => {
  const store = await testStore();
  await store.transaction(async (tx) => void (await put(tx, "a.example")));
  await store.together(async (within) => {
    expect(await name(within, "a.example")).toBe("First");
    const part = within.together(async (outer) => {
      expect(await name(outer, "a.example")).toBe("First");
      await outer.transaction(async (tx) => void (await rename(tx, "a.example", "Second")));
      expect(await name(outer, "a.example")).toBe("Second");
      const inner = outer.transaction(async (tx) => {
        await rename(tx, "a.example", "Third");
        expect(await name(tx, "a.example")).toBe("Third");
        throw new Error("no");
      });
      await expect(inner).rejects.toThrow("no");
      expect(await name(outer, "a.example")).toBe("Second");
      throw new Error("nor that");
    });
    await expect(part).rejects.toThrow("nor that");
    expect(await name(within, "a.example")).toBe("First");
  });
  await store.transaction(async (tx) => void (await rename(tx, "a.example", "Fourth")));
  await store.transaction(async (tx) => expect(await name(tx, "a.example")).toBe("Fourth"));
});

test("a part within one that has only looked is taken back alone, and the other one goes on", async () => {
  const store = await testStore();
  await store.together(async (within) => {
    await within.together(async (outer) => {
      expect(await name(outer, "a.example")).toBeUndefined();
      const failing = outer.transaction(async (tx) => {
        await put(tx, "a.example");
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      await outer.transaction(async (tx) => void (await put(tx, "b.example")));
      await outer.transaction(async (tx) => void (await put(tx, "c.example")));
    });
    const gone = within.together(async (outer) => {
      await outer.transaction(async (tx) => void (await put(tx, "d.example")));
      await outer.transaction(async (tx) => void (await put(tx, "e.example")));
      throw new Error("no");
    });
    await expect(gone).rejects.toThrow("no");
  });
  const rows = await store.db.select({ host: peer.host }).from(peer).orderBy(peer.host);
  expect(rows.map(({ host }) => host)).toEqual(["b.example", "c.example"]);
});
