import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { dialect } from "../../../db/dialect.ts";
import type { Store } from "../../../db/index.ts";
import { openSqlite } from "../../../db/sqlite.ts";
import { emptyStore, root } from "../../rig.ts";

const migrations = join(root, "db/migrations/sqlite");
const made = new Map<string, Promise<{ image: Buffer; about: unknown }>>();

async function make<About>(fill: (store: Store) => Promise<About>) {
  const folder = mkdtempSync(join(tmpdir(), "tombolo-test-"));
  const path = join(folder, "image.db");
  const store = openSqlite(path, migrations);
  const about = await fill(store);
  await store.close();
  const database = new Database(path);
  // What says that it has a log beside it cannot be opened in memory.
  database.pragma("journal_mode = DELETE");
  const image = database.serialize();
  database.close();
  rmSync(folder, { recursive: true });
  return { image, about };
}

/**
 * A database that `fill` has filled. On SQLite it is filled once in each worker, and then copied: keys and passwords
 * take long to make.
 */
export async function filled<About>(
  name: string,
  fill: (store: Store) => Promise<About>,
): Promise<{ store: Store; about: About }> {
  if (dialect !== "sqlite") {
    const store = await emptyStore();
    return { store, about: await fill(store) };
  }
  if (!made.has(name)) made.set(name, make(fill));
  const { image, about } = await made.get(name)!;
  return { store: openSqlite(image, migrations), about: about as About };
}
