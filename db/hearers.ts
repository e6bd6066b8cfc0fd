import type { Signal } from "./store.ts";

/** Who hears of committed transactions. */
export interface Hearers {
  tell(signal: Signal): void;
  listen(hear: (signal: Signal) => void): () => void;
}

/** What one hearer throws is logged: the transaction stands, and the others hear of it too. */
export function createHearers(): Hearers {
  const hearers = new Set<{ hear: (signal: Signal) => void }>();
  return {
    tell(signal) {
      for (const { hear } of [...hearers]) {
        try {
          hear(signal);
        } catch (error) {
          console.error("A listener failed", error);
        }
      }
    },
    listen(hear) {
      const entry = { hear };
      hearers.add(entry);
      return () => void hearers.delete(entry);
    },
  };
}
