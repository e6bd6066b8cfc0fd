import { getTableColumns, is, Table } from "drizzle-orm";
import { getTableConfig as postgresConfig, type PgTable } from "drizzle-orm/pg-core";
import { getTableConfig as sqliteConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { testStore } from "../test/rig.ts";
import * as postgres from "./columns.postgres.ts";
import * as sqlite from "./columns.sqlite.ts";
import { dialect } from "./dialect.ts";
import * as schema from "./schema/index.ts";

const every = ["bool", "bytes", "instant", "integer", "json", "long", "real", "sequence", "text"] as const;

test("the two modules export the same names", () => {
  expect(Object.keys(postgres).sort()).toEqual(Object.keys(sqlite).sort());
  expect(Object.keys(sqlite)).toEqual(expect.arrayContaining([...every, "table", "index", "primaryKey"]));
});

test("each column reads and writes the same JavaScript type on both engines", () => {
  const columns = (kind: typeof sqlite) =>
    getTableColumns(
      kind.table("every", {
        ...Object.fromEntries(every.map((name) => [name, (kind[name] as typeof kind.long)()])),
        choice: kind
          .text({ enum: ["one", "two"] })
          .notNull()
          .default("one"),
      }),
    );
  const shape = (kind: typeof sqlite) =>
    Object.fromEntries(
      Object.entries(columns(kind)).map(([name, { notNull, hasDefault, primary, enumValues }]) => [
        name,
        { notNull, primary, enumValues, hasDefault: hasDefault || primary },
      ]),
    );
  expect(shape(postgres as unknown as typeof sqlite)).toEqual(shape(sqlite));
});

const values = {
  bool: [true, false],
  bytes: [new Uint8Array([0, 255, 10, 39])],
  instant: [new Date(0), new Date("2026-11-02T09:00:00.123Z"), new Date("1948-07-05T00:00:00.001Z")],
  json: [{ a: ["b", null, 1.5], c: "quote ' and \u2028" }, [], "text", 0],
  long: [0, -1, Number.MAX_SAFE_INTEGER],
  integer: [0, 2 ** 31 - 1],
  real: [0.1, -1e300],
  text: ["", "Ŵyn ap Siôn 👩‍⚕️", "two\nlines"],
};

/** What a value becomes on its way through the column of this engine and back. */
function roundTrip(kind: typeof sqlite, name: keyof typeof values, value: unknown): unknown {
  const column = getTableColumns(kind.table("one", { it: (kind[name] as typeof kind.long)() })).it;
  const driver = column.mapToDriverValue(value as never);
  // postgres.js hands JSON over parsed, and dates as text with their offset.
  return column.mapFromDriverValue(driver as never);
}

for (const name of Object.keys(values) as (keyof typeof values)[]) {
  test(`${name}: values survive both modules`, () => {
    for (const value of values[name]) {
      expect(roundTrip(sqlite, name, value)).toEqual(value);
      expect(roundTrip(postgres as unknown as typeof sqlite, name, value)).toEqual(value);
    }
  });
}

test("the tables of this engine have the keys that the schema gives them", async () => {
  const tables = Object.values(schema).filter((one) => is(one, Table));
  expect(tables.length).toBeGreaterThan(15);
  const store = await testStore();
  for (const table of tables) {
    const config =
      dialect === "sqlite"
        ? sqliteConfig(table as unknown as SQLiteTable)
        : postgresConfig(table as unknown as PgTable);
    const keys = config.columns.filter((column) => column.primary).length + config.primaryKeys.length;
    expect(keys, config.name).toBe(1);
    expect(await store.db.$count(table as never), config.name).toBe(0);
  }
});
