import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { dialect } from "./dialect.ts";
import { openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";
import type { Store } from "./store.ts";

/**
 * Opens the database and migrates it.
 *
 * @param url `file:data/tombolo.db`, `file::memory:` or `postgres://…`
 * @param root the folder that holds `db/migrations`
 */
export async function openStore(url: string, root: string): Promise<Store> {
  const migrations = join(root, "db", "migrations", dialect);
  if (dialect === "postgres") return openPostgres(url, migrations);
  const path = url.replace(/^file:(\/\/)?/, "");
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  return openSqlite(path, migrations);
}
