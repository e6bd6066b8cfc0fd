import { setTimeout } from "node:timers/promises";
import type { Store, Writer } from "../../db/index.ts";

/** Writes what became of deliveries: of many at once in one transaction, which costs little more than one's. */
export interface Notes {
  /** Resolves when it is written; rejects when the transaction failed, for all that were in it. */
  write(note: (tx: Writer) => Promise<unknown>): Promise<void>;
  /** While this goes on, what is written may wait a moment for what else there will be to write. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** How long the first waits for others, in ms: what is not noted yet is sent again after a crash. */
const longest = 20;

export type Pause = (milliseconds: number) => Promise<unknown>;

interface Waiting {
  note: (tx: Writer) => Promise<unknown>;
  written: () => void;
  failed: (error: unknown) => void;
}

/** @param pause waits so many ms */
export function createNotes(store: Store, pause: Pause = setTimeout): Notes {
  let waiting: Waiting[] = [];
  let going = 0;

  function flush(): void {
    const all = waiting;
    waiting = [];
    store
      .transaction(async (tx) => {
        for (const { note } of all) await note(tx);
      })
      .then(
        () => all.forEach(({ written }) => written()),
        (error: unknown) => all.forEach(({ failed }) => failed(error)),
      );
  }

  async function flushLater(all: Waiting[]): Promise<void> {
    await pause(longest);
    if (waiting === all) flush();
  }

  return {
    write(note) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ note, written: resolve, failed: reject });
      // Nobody is left who could have something to add.
      if (waiting.length >= going) flush();
      else if (waiting.length === 1) void flushLater(waiting);
      return promise;
    },
    async during(work) {
      going++;
      try {
        return await work;
      } finally {
        going--;
      }
    },
  };
}
