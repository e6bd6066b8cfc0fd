import { readMigrationFiles } from "drizzle-orm/migrator";

/** A database with tables of another version of this program, which its own migrations do not lead on from. */
export class AnotherVersion extends Error {
  constructor() {
    super("the database was made by another version of Tombolo, and this one cannot go on with it");
    this.name = "AnotherVersion";
  }
}

/**
 * @param applied hashes of the migrations that a database has had
 * @param migrations the folder of those of this version
 * @throws {AnotherVersion} where one of them is not among these
 */
export function checkApplied(applied: readonly string[], migrations: string): void {
  const known = new Set(readMigrationFiles({ migrationsFolder: migrations }).map(({ hash }) => hash));
  if (applied.some((hash) => !known.has(hash))) throw new AnotherVersion();
}
