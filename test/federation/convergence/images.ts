import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { dialect } from "../../../db/dialect.ts";
import type { Store } from "../../../db/index.ts";
import { openSqlite } from "../../../db/sqlite.ts";
import { emptyStore, root } from "../../rig.ts";

export const migrations = join(root, "db/migrations/sqlite");

/** A database of a test's own. On SQLite it is a file, which other processes can open too. */
export interface Disk {
  store: Store;
  path: string | null;
  /** Nobody uses it any more. */
  release(): Promise<void>;
}

/** What a database was at some moment, on SQLite. */
export interface Image {
  /** Puts it in place of what is in a file, whoever has that open. */
  write(path: string): Promise<void>;
}

let folder: string | undefined;
let files = 0;

function newFile(): string {
  if (!folder) {
    const made = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tombolo-test-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return join(folder, `${++files}.db`);
}

/** An empty database. */
export async function emptyDisk(): Promise<Disk> {
  if (dialect !== "sqlite") {
    const store = await emptyStore();
    return { store, path: null, release: () => store.close() };
  }
  const path = newFile();
  const store = openSqlite(path, migrations);
  const release = async () => {
    await store.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  };
  return { store, path, release };
}

/** Files of each host that no run uses at the moment: what a store has prepared, or keeps in memory, is of use to the next. */
const idle = new Map<string, Disk[]>();

/** A host's database as the image has it. SQLite only. */
export async function diskOf(image: Image, host: string): Promise<Disk> {
  if (!idle.has(host)) idle.set(host, []);
  const free = idle.get(host)!;
  const disk = free.pop() ?? (await emptyDisk());
  await image.write(disk.path!);
  return { ...disk, release: async () => void free.push(disk) };
}

/** What is in the database of a disk now. */
export function imageOf({ path }: Disk): Image {
  const file = new Database(path!, { readonly: true });
  const bytes = file.serialize();
  file.close();
  // What says that it has a log beside it cannot be opened in memory.
  bytes.fill(1, 18, 20);
  const database = new Database(bytes);
  return {
    async write(to) {
      const file = new Database(to).unsafeMode();
      const version = file.pragma("schema_version", { simple: true }) as number;
      await database.backup(to, { progress: () => 2 ** 30 });
      // All have the same tables at the same places: without this whoever has it open compiled every statement anew.
      file.pragma(`schema_version = ${version}`);
      file.close();
    },
  };
}
