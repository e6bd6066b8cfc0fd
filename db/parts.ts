import type { Signal, Store, Writer } from "./store.ts";

/** Carries out a part of a transaction and takes it back alone where it throws. */
export type Part = <T>(tx: Writer, work: (tx: Writer) => Promise<T>) => Promise<T>;

/** A part failed after something was written in it, and could not be taken back alone: nothing of the whole remains. */
export class AllTakenBack extends Error {
  constructor() {
    super("A part failed after it had written something");
  }
}

/**
 * Parts that are not kept apart: they cost nothing, and where one fails that has written something, the whole is over.
 *
 * @param written a number that grows with what is written
 * @returns `over`: throws where the whole must not be kept
 */
export function inOnePiece(written: () => number): { part: Part; over(): void } {
  let failed = false;
  const over = () => {
    if (failed) throw new AllTakenBack();
  };
  return {
    over,
    part: async (tx, work) => {
      over();
      const before = written();
      try {
        return await work(tx);
      } catch (error) {
        failed ||= written() > before;
        throw error;
      }
    },
  };
}

/** A store within a transaction: each of its transactions is a part of that one. They are made one after another. */
export function within(whole: Store, tx: Writer, signals: Signal[], part: Part): Store {
  /** What was signalled in a part that was taken back is not heard. */
  const carryOut = async <T>(work: (tx: Writer, told: Signal[]) => Promise<T>): Promise<T> => {
    const told: Signal[] = [];
    const result = await part(tx, (inner) => work(inner, told));
    signals.push(...told);
    return result;
  };
  return {
    dialect: whole.dialect,
    whole,
    db: tx,
    transaction: (work) => carryOut((inner, told) => work(inner, (signal) => told.push(signal))),
    together: (work) => carryOut((inner, told) => work(within(whole, inner, told, part))),
    listen: whole.listen,
    close: () => whole.close(),
  };
}
