import type { Signal, Store, Writer } from "./store.ts";

/** Carries out a part of a transaction and takes it back alone where it throws. */
export type Part = <T>(tx: Writer, work: (tx: Writer) => Promise<T>) => Promise<T>;

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
