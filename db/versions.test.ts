import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { expect, onTestFinished, test } from "vitest";
import { beside } from "../test/rig/postgres.ts";
import { root, testStore } from "../test/rig.ts";
import { dialect } from "./dialect.ts";
import { AnotherVersion, openStore } from "./index.ts";

/** The address of a database whose migrations are not ours. */
async function renamed(): Promise<string> {
  if (dialect === "postgres") {
    const store = await testStore();
    const rows = await store.db
      .select({ name: sql<string>`current_database()` })
      .from(sql`(select 1) as one`);
    const url = beside(process.env.DATABASE_URL!, rows[0]!.name);
    const client = postgres(url, { max: 1 });
    await client`update drizzle.__drizzle_migrations set hash = 'x' || hash`;
    onTestFinished(async () => {
      await client`update drizzle.__drizzle_migrations set hash = substr(hash, 2)`;
      await client.end();
    });
    return url;
  }
  const folder = mkdtempSync(join(tmpdir(), "tombolo-version-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const url = `file:${join(folder, "tombolo.db")}`;
  await (await openStore(url, root)).close();
  await (await openStore(url, root)).close();
  const database = new Database(join(folder, "tombolo.db"));
  database.exec("update __drizzle_migrations set hash = 'x' || hash");
  database.close();
  return url;
}

test("a database of another version is refused with a sentence, and left as it is", async () => {
  const url = await renamed();
  await expect(openStore(url, root)).rejects.toThrow(AnotherVersion);
  await expect(openStore(url, root)).rejects.toThrow("made by another version of Tombolo");
});
