import type { Store } from "../../../db/index.ts";

/** A process's hold on its database, which chance can end or hinder. */
export interface Mortal extends Store {
  /** The process is killed: nothing is read or written through this any more, and what was not committed is not. */
  kill(): void;
  /** It is killed at the commit after so many. */
  killAfter(commits: number): void;
  /** Whether the disk takes no more. */
  full: boolean;
  readonly dead: boolean;
}

export const killed = (): Error => new Error("The process was killed");

export function mortal(store: Store): Mortal {
  let dead = false;
  let left = Infinity;
  const alive = <Method extends keyof Store["db"]>(name: Method): Store["db"][Method] =>
    ((...given: unknown[]) => {
      if (dead) throw killed();
      return (store.db[name] as (...all: unknown[]) => unknown)(...given);
    }) as Store["db"][Method];
  return {
    dialect: store.dialect,
    db: {
      select: alive("select"),
      selectDistinct: alive("selectDistinct"),
      $count: alive("$count"),
      query: store.db.query,
    },
    async transaction(work) {
      if (dead) throw killed();
      return store.transaction(async (tx, signal) => {
        const result = await work(tx, signal);
        if (this.full) throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
        if (--left < 0) dead = true;
        if (dead) throw killed();
        return result;
      });
    },
    listen: store.listen,
    close: store.close,
    full: false,
    kill() {
      dead = true;
    },
    killAfter(commits) {
      left = commits;
    },
    get dead() {
      return dead;
    },
  };
}
