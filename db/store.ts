import type { SqliteRemoteDatabase } from "drizzle-orm/sqlite-proxy";
import type { Dialect } from "./dialect.ts";
import type * as schema from "./schema/index.ts";

type Db = SqliteRemoteDatabase<typeof schema>;

/** Reads. It has no insert, update or delete: permission to write is a type. */
export type Reader = Pick<Db, "select" | "selectDistinct" | "$count" | "query">;

/** Writes, and reads what it wrote. Only `store.transaction` yields one. */
export type Writer = Reader & Pick<Db, "insert" | "update" | "delete">;

/** What listeners hear after a commit: a short JSON text, under 8,000 bytes (the limit of PostgreSQL's NOTIFY). */
export type Signal = string;

export interface Store {
  readonly dialect: Dialect;
  readonly db: Reader;
  /**
   * Runs `work` in one transaction, alone among writers of this process on SQLite. What it throws rolls back.
   * Await nothing from the network inside. Signals are heard, in every process on PostgreSQL, after the commit only.
   */
  transaction<T>(work: (tx: Writer, signal: (text: Signal) => void) => Promise<T>): Promise<T>;
  /**
   * Many transactions as one: each that is made with the store `work` is given is a part of it, and where one throws, it
   * is taken back alone. Reads with that store see what was written. Signals are heard after the commit of the whole.
   *
   * @param apart false where none is expected to throw, which costs less: one that throws after it wrote something takes
   *   all the others with it, and the whole throws `AllTakenBack`
   */
  together<T>(work: (within: Store) => Promise<T>, apart?: boolean): Promise<T>;
  /** Itself, or the store in whose transaction it is: what is remembered for a store is remembered for that one. */
  readonly whole: Store;
  /** Hears the signals of committed transactions. Returns how to stop. */
  listen(hear: (signal: Signal) => void): () => void;
  close(): Promise<void>;
}
