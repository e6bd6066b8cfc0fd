import { sql } from "drizzle-orm";
import type { Store, Writer } from "../../../db/index.ts";

/** When a process is killed: at the commit after so many, before it is done or just after. */
export interface Death {
  commits: number;
  /** What it had written is kept; nobody hears of it any more. */
  committed: boolean;
}

/** A process's hold on its database, which chance can end or hinder. */
export interface Mortal extends Store {
  /** The process is killed: nothing is read or written through this any more, and what was not committed is not. */
  kill(): void;
  killAfter(death: Death): void;
  /** Whether the disk takes no more. */
  full: boolean;
  readonly dead: boolean;
}

export const killed = (): Error => new Error("The process was killed");

/** Pages that an SQLite database may have: no more than it has now, or as many as it likes. */
async function limit(tx: Writer, full: boolean): Promise<void> {
  const db = tx as unknown as { run(query: unknown): Promise<unknown> };
  await db.run(sql.raw(`pragma max_page_count = ${full ? 1 : 2 ** 30}`));
}

/** @param die ends the process for good, where it is one of its own */
export function mortal(store: Store, die?: () => void): Mortal {
  let dead = false;
  let left = Infinity;
  let afterwards = false;
  let limited: boolean | null = null;
  const end = () => {
    dead = true;
    die?.();
    throw killed();
  };
  // SQLite itself says so where a table would need another page; the log takes no more at the commit.
  const begin = async (full: boolean, tx: Writer) => {
    if (full !== limited && store.dialect === "sqlite") await limit(tx, (limited = full));
  };
  const commit = (full: boolean) => {
    if (full) throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    if (dead || (--left < 0 && !afterwards)) end();
  };
  const committed = <T>(result: T): T => {
    if (left < 0) end();
    return result;
  };
  return {
    dialect: store.dialect,
    whole: store.whole,
    // Whoever is dead may read: nobody hears what it makes of that.
    db: store.db,
    async transaction(work) {
      if (dead) throw killed();
      const result = await store.transaction(async (tx, signal) => {
        await begin(this.full, tx);
        const done = await work(tx, signal);
        commit(this.full);
        return done;
      });
      return committed(result);
    },
    async together(work) {
      if (dead) throw killed();
      const result = await store.together(async (within) => {
        await begin(this.full, within.db as Writer);
        const done = await work(within);
        commit(this.full);
        return done;
      });
      return committed(result);
    },
    listen: store.listen,
    close: store.close,
    full: false,
    kill() {
      dead = true;
    },
    killAfter({ commits, committed }) {
      left = commits;
      afterwards = committed;
    },
    get dead() {
      return dead;
    },
  };
}
