import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../test/rig.ts";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { keptIn } from "./kept.ts";

const migrations = join(root, "db", "migrations", "sqlite");

/** A folder with the database of one organisation, which has had these migrations. */
function folderWith(hashes: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "tombolo-kept-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "north"));
  const database = new Database(join(folder, "north", "tombolo.db"));
  database.exec("create table __drizzle_migrations (hash text)");
  for (const hash of hashes) database.prepare("insert into __drizzle_migrations values (?)").run(hash);
  database.close();
  return folder;
}

test("what an earlier demonstration left is gone on with, or a sentence says what to do", () => {
  const ours = readMigrationFiles({ migrationsFolder: migrations }).map(({ hash }) => hash);
  const kept = folderWith(ours);
  const read = (folder: string) => () => keptIn(folder, ["north", "south"], migrations);
  const whatToDo = /Delete the folder, or name another one with --data\.$/;
  expect(read(kept)).toThrow(whatToDo);
  expect(read(kept)).toThrow("was not finished");
  writeFileSync(join(kept, "demo.json"), JSON.stringify({ ports: [1], listing: { instances: [] } }));
  expect(read(kept)()).toEqual({ ports: [1], listing: { instances: [] } });

  const older = folderWith(["of another version"]);
  writeFileSync(join(older, "demo.json"), "{}");
  expect(read(older)).toThrow(whatToDo);
  expect(read(older)).toThrow("another version of Tombolo");
  const empty = mkdtempSync(join(tmpdir(), "tombolo-kept-"));
  onTestFinished(() => rmSync(empty, { recursive: true }));
  expect(read(empty)()).toBeNull();
});
