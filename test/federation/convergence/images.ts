import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { dialect } from "../../../db/dialect.ts";
import type { Store } from "../../../db/index.ts";
import { openSqlite } from "../../../db/sqlite.ts";
import { emptyStore, root } from "../../rig.ts";

export const migrations = join(root, "db/migrations/sqlite");

/** A database of a test's own. With `path` it is a file, which other processes can open too; SQLite only. */
export interface Disk {
  store: Store;
  path: string | null;
  /** Closes it, and removes what is on the disk. */
  remove(): Promise<void>;
  /** Removes what is on the disk, of one that is closed. */
  forget(): void;
}

/**
 * Opens a database, of its own, as the image has it; an empty one without.
 *
 * @param file on the disk, and not in memory. SQLite only.
 */
export async function openDisk(image: Buffer | null, file = false): Promise<Disk> {
  if (dialect === "sqlite" && file) {
    const folder = mkdtempSync(join(tmpdir(), "tombolo-test-"));
    const path = join(folder, "tombolo.db");
    if (image) writeFileSync(path, image);
    const store = openSqlite(path, migrations);
    const forget = () => rmSync(folder, { recursive: true, force: true });
    return { store, path, remove: () => store.close().then(forget), forget };
  }
  const store = image ? openSqlite(image, migrations) : await emptyStore();
  return { store, path: null, remove: () => store.close(), forget() {} };
}

/** What is in a file of SQLite, to be opened in memory or written to other files. Nobody else has it open any more. */
export function imageOf(path: string): Buffer {
  const database = new Database(path);
  // What says that it has a log beside it cannot be opened in memory.
  database.pragma("journal_mode = DELETE");
  const image = database.serialize();
  database.close();
  return image;
}
