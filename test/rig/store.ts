import { join } from "node:path";
import Database from "better-sqlite3";
import { inject, onTestFinished } from "vitest";
import { dialect } from "../../db/dialect.ts";
import { migrateSqlite, openSqlite } from "../../db/sqlite.ts";
import type { Store } from "../../db/index.ts";
import { borrowStore, freshDatabase } from "./postgres.ts";

const root = join(import.meta.dirname, "..", "..");
const migrations = join(root, "db/migrations/sqlite");
let image: Buffer | undefined;

/** A migrated database, made once in each worker: a copy of it opens in a fraction of a millisecond. */
function migratedImage(): Buffer {
  if (!image) {
    const database = new Database(":memory:");
    migrateSqlite(database, migrations);
    image = database.serialize();
    database.close();
  }
  return image;
}

/** An empty, migrated database that nobody else uses. Close it, or use `testStore`, which does. */
export async function emptyStore(): Promise<Store> {
  if (dialect === "sqlite") return openSqlite(migratedImage(), migrations);
  const prefix = inject("databases");
  if (!prefix) throw new Error("The run was not set up for PostgreSQL");
  return borrowStore(process.env.DATABASE_URL!, prefix);
}

/** An empty, migrated database of this test's own, on the engine this run tests. It is closed after the test. */
export async function testStore(): Promise<Store> {
  const store = await emptyStore();
  onTestFinished(() => store.close());
  return store;
}

/** Where a process of its own finds an empty database: a file under `folder`, or a database on the server. */
export async function databaseFor(folder: string): Promise<string> {
  if (dialect === "sqlite") return `file:${join(folder, "tombolo.db")}`;
  return freshDatabase(process.env.DATABASE_URL!, inject("databases")!);
}
