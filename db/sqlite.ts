import { AsyncLocalStorage } from "node:async_hooks";
import Database from "better-sqlite3";
import { drizzle as drizzleSync } from "drizzle-orm/better-sqlite3";
import { migrate as migrateSync } from "drizzle-orm/better-sqlite3/migrator";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import { createHearers } from "./hearers.ts";
import type { Ask } from "./compiled.ts";
import { Kept } from "./kept.ts";
import { inOnePiece, type Part, within } from "./parts.ts";
import { answersBy } from "./prepared.ts";
import * as schema from "./schema/index.ts";
import { AnotherVersion, checkApplied } from "./versions.ts";
import type { Signal, Store, Writer } from "./store.ts";

const keptStatements = 1000;

/**
 * SQLite compiles a statement anew at each use where a value might lead it to another plan: that takes ten times as long
 * as what is looked up then. It does not look behind a plus, which changes nothing: the plan is the same for all values.
 */
const anyValue = (sql: string): string =>
  sql.replace(/'[^']*'|"[^"]*"|\?/g, (part) => (part === "?" ? "+?" : part));

/** Compiles a statement once; SQLite recompiles it by itself when the schema changes. */
function statements(database: Database.Database): (sql: string) => Database.Statement {
  const kept = new Map<string, Database.Statement>();
  return (sql) => {
    let statement = kept.get(sql);
    if (!statement) {
      if (kept.size >= keptStatements) kept.clear();
      statement = database.prepare(anyValue(sql));
      if (statement.reader) statement.raw(true);
      kept.set(sql, statement);
    }
    return statement;
  };
}

function over(
  database: Database.Database,
  before: (readonly: boolean) => Promise<() => void> | void,
  kept?: Kept,
): Writer {
  const prepare = statements(database);
  const answer = (statement: Database.Statement, params: unknown[], method: string): unknown[] => {
    if (!statement.reader) {
      statement.run(...params);
      return [];
    }
    return (method === "get" ? statement.get(...params) : statement.all(...params)) as unknown[];
  };
  const ask: Ask = (sql, params, method) => {
    const statement = prepare(sql);
    const turn = before(statement.readonly);
    if (turn)
      return turn.then((release) => {
        try {
          return { rows: answer(statement, params, method) };
        } finally {
          release();
        }
      });
    try {
      return { rows: answer(statement, params, method) };
    } finally {
      if (!statement.readonly) kept?.wrote(sql);
    }
  };
  const noBatch = async () => {
    throw new Error("batches are not used");
  };
  const db = drizzle(async (...asked) => ask(...asked), noBatch, { schema, casing: "snake_case" });
  answersBy(db, { ask, kept });
  return db;
}

function appliedTo(database: Database.Database): string[] {
  const kept = database.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (!kept) return [];
  return database.prepare("select hash from __drizzle_migrations").pluck().all() as string[];
}

/**
 * Whether this version cannot go on with a database. Nothing in it is changed.
 *
 * @param path of a file that is there
 */
export function isOfAnotherVersion(path: string, migrations: string): boolean {
  const database = new Database(path, { readonly: true });
  try {
    checkApplied(appliedTo(database), migrations);
    return false;
  } catch (error) {
    if (error instanceof AnotherVersion) return true;
    throw error;
  } finally {
    database.close();
  }
}

/** Brings a database file, or one in memory, to the newest schema. */
export function migrateSqlite(database: Database.Database, migrations: string): void {
  const before = appliedTo(database);
  checkApplied(before, migrations);
  // A migration that rebuilds a table would delete its child rows: drizzle opens BEGIN before a script's own PRAGMA.
  database.pragma("foreign_keys = OFF");
  migrateSync(drizzleSync(database), { migrationsFolder: migrations });
  // Every row is looked at, which takes seconds: only where a migration may have left some without.
  const changed = appliedTo(database).length > before.length;
  const broken = changed ? (database.pragma("foreign_key_check") as unknown[]) : [];
  if (broken.length > 0) throw new Error(`A migration left ${broken.length} rows without their parents`);
  database.pragma("foreign_keys = ON");
}

/**
 * Opens an SQLite database.
 *
 * @param source a path, or the image of a database (`serialize()`), which then lives in memory only
 */
export function openSqlite(source: string | Buffer, migrations: string): Store {
  const inMemory = typeof source !== "string" || source === ":memory:";
  const writer = new Database(source);
  writer.pragma("busy_timeout = 5000");
  if (!inMemory) {
    writer.pragma("journal_mode = WAL");
    // Safe against a killed process; after a power cut the newest commits may be missing, never half of one.
    writer.pragma("synchronous = NORMAL");
    // What many write one after another lies on the same pages: they are held, and brought to their place less often. The
    // log beside the database takes up to some 64 MB for that.
    writer.pragma("cache_size = -16000");
    writer.pragma("wal_autocheckpoint = 16000");
  }
  if (typeof source === "string") migrateSqlite(writer, migrations);
  writer.pragma("foreign_keys = ON");
  // What a part of a transaction may take back is kept beside: in memory, and not in a file of its own.
  writer.pragma("temp_store = MEMORY");
  // A database in memory cannot be opened twice.
  const reader = inMemory ? writer : new Database(source as string, { readonly: true });
  // What is read again and again stays at hand: a page that has to be fetched costs more than what is looked up in it.
  if (!inMemory) reader.pragma("cache_size = -32000");

  const hearers = createHearers();
  const inside = new AsyncLocalStorage<true>();
  let tail: Promise<void> = Promise.resolve();
  const lock = async (): Promise<() => void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn = tail;
    tail = promise;
    await turn;
    return resolve;
  };

  const outer = over(reader, (readonly) => {
    if (inside.getStore())
      throw new Error("store.db was used inside a transaction: use the transaction's own handle");
    if (!readonly) throw new Error("store.db only reads: write through store.transaction");
    return reader === writer ? lock() : undefined;
  });
  // A savepoint is made when there is something to take back to it, and once for all parts that began meanwhile: those
  // within are taken back to the same.
  const begun: { saved: "own" | "another's" | null }[] = [];
  let writes = 0;
  const kept = new Kept();
  const inner = over(
    writer,
    (readonly) => {
      if (readonly) return;
      // A full disk has SQLite take the whole back: what follows would be written without it, and stay.
      if (!writer.inTransaction) throw new Error("The transaction is over");
      writes++;
      const first = begun.findIndex(({ saved }) => saved === null);
      if (first < 0) return;
      save();
      for (const one of begun.slice(first)) one.saved = "another's";
      begun[first]!.saved = "own";
    },
    kept,
  );

  const step = (sql: string) => {
    const statement = writer.prepare(sql);
    return () => void statement.run();
  };
  const [begin, commit, rollback] = [step("BEGIN IMMEDIATE"), step("COMMIT"), step("ROLLBACK")];
  const [save, keep, takeBack] = [step("SAVEPOINT part"), step("RELEASE part"), step("ROLLBACK TO part")];

  async function transaction<T>(work: (signals: Signal[]) => Promise<T>): Promise<T> {
    if (inside.getStore()) throw new Error("A transaction inside a transaction would wait for itself");
    const signals: Signal[] = [];
    const release = await lock();
    let result;
    try {
      begin();
      kept.forget();
      try {
        result = await inside.run(true, () => work(signals));
        commit();
      } catch (error) {
        if (writer.inTransaction) rollback();
        throw error;
      }
    } finally {
      release();
    }
    for (const signal of signals) hearers.tell(signal);
    return result;
  }

  const part: Part = async (tx, work) => {
    // A full disk has SQLite take the whole back: what follows must not be written without it.
    if (!writer.inTransaction) throw new Error("The transaction is over");
    const one: (typeof begun)[number] = { saved: null };
    begun.push(one);
    try {
      const result = await work(tx);
      if (one.saved === "own") keep();
      return result;
    } catch (error) {
      if (one.saved && writer.inTransaction) {
        takeBack();
        if (one.saved === "own") keep();
        kept.forget();
      }
      throw error;
    } finally {
      const at = begun.indexOf(one);
      if (at >= 0) begun.splice(at);
    }
  };

  const store: Store = {
    dialect: "sqlite",
    get whole() {
      return store;
    },
    db: outer,
    transaction: (work) => transaction((signals) => work(inner, (signal) => signals.push(signal))),
    together: (work, apart = true) =>
      transaction(async (signals) => {
        if (apart) return work(within(store, inner, signals, part));
        const { part: piece, over } = inOnePiece(() => writes);
        const result = await work(within(store, inner, signals, piece));
        over();
        return result;
      }),
    listen: hearers.listen,
    async close() {
      const release = await lock();
      release();
      if (reader !== writer) reader.close();
      writer.close();
    },
  };
  return store;
}
