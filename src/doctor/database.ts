import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import postgres from "postgres";
import { attempt, openStore } from "../../db/index.ts";
import type { Env } from "../env.ts";
import { type Finding, fine, reason, unknown, wrong } from "./finding.ts";

const subject = "Database";

interface Seen {
  /** Migrations it has had; null where nothing was ever written. */
  applied: number | null;
  /** The database's own time, where it may differ from ours. */
  now: Date | null;
  about: string;
  damage: string | null;
}

function lookAtFile(path: string): Seen {
  const database = new Database(path, { readonly: true, timeout: 5000 });
  try {
    const has = database.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
    const applied = has
      ? (database.prepare("select count(*) as n from __drizzle_migrations").get() as { n: number }).n
      : null;
    const checked = database.pragma("quick_check(1)", { simple: true });
    // What was written last lies in the log beside it, until the log is folded in.
    const files = [path, `${path}-wal`].filter((one) => existsSync(one));
    const megabytes = files.reduce((sum, one) => sum + statSync(one).size, 0) / 1e6;
    return {
      applied,
      now: null,
      about: `SQLite, ${megabytes.toFixed(1)} MB`,
      damage: checked === "ok" ? null : String(checked),
    };
  } finally {
    database.close();
  }
}

async function lookAtServer(url: string): Promise<Seen> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice() {} });
  try {
    const [row] = await sql<{ now: Date; version: string; size: string; has: string | null }[]>`
      select clock_timestamp() as now, current_setting('server_version') as version,
        pg_size_pretty(pg_database_size(current_database())) as size,
        to_regclass('drizzle.__drizzle_migrations')::text as has`;
    const [count] = row!.has
      ? await sql<{ n: number }[]>`select count(*)::int as n from drizzle.__drizzle_migrations`
      : [];
    return {
      applied: count?.n ?? null,
      now: row!.now,
      about: `PostgreSQL ${row!.version}, ${row!.size}`,
      damage: null,
    };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

class TakenBack extends Error {}

/** Writes a row and takes it back. */
async function tryWriting(env: Env): Promise<void> {
  const store = await openStore(env.databaseUrl, env.root);
  try {
    await store.transaction(async (tx) => {
      await tx.insert(attempt).values({ key: "doctor", window: new Date(), count: 1 });
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  } finally {
    await store.close();
  }
}

/** Whether the database opens, is whole, has the newest schema and takes writes; and what time it has. */
export async function checkDatabase(env: Env): Promise<{ finding: Finding; now: Date | null }> {
  const file = env.databaseUrl.startsWith("file:") ? env.databaseUrl.replace(/^file:(\/\/)?/, "") : null;
  const dialect = file === null ? "postgres" : "sqlite";
  const journal = join(env.root, "db", "migrations", dialect, "meta", "_journal.json");
  const newest = (JSON.parse(readFileSync(journal, "utf8")) as { entries: unknown[] }).entries.length;
  const none = unknown(subject, "there is none yet.", "The server makes it when it starts.");
  if (file !== null && !existsSync(file)) return { finding: none, now: null };
  let now: Date | null = null;
  try {
    const seen = file === null ? await lookAtServer(env.databaseUrl) : lookAtFile(file);
    now = seen.now;
    if (seen.applied === null) return { finding: none, now };
    if (seen.damage) {
      return { finding: wrong(subject, `it is damaged: ${seen.damage}`, "Restore a backup."), now };
    }
    if (seen.applied !== newest) {
      const text = `it has ${seen.applied} of ${newest} migrations.`;
      const remedy =
        seen.applied < newest ? "Run: npx tombolo migrate" : "It was made by a newer version: upgrade.";
      return { finding: wrong(subject, text, remedy), now };
    }
    await tryWriting(env);
    return { finding: fine(subject, `${seen.about}, whole, newest schema, takes writes.`), now };
  } catch (error) {
    const remedy = "Check DATABASE_URL, and that this account may read and write there.";
    return { finding: wrong(subject, reason(error), remedy), now };
  }
}
