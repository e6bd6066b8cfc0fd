import { described } from "../src/core/described.ts";

export interface Loop {
  start(): void;
  /** There may be something to do. */
  wake(): void;
  /** Wakes others whenever this one has done something. */
  then(...others: Loop[]): void;
  stop(): Promise<void>;
}

/**
 * Background work that does what is due, again at once while there is more, and otherwise sleeps until it is woken or
 * the time is over. What it throws is logged, and it goes on.
 *
 * @param pause longest sleep in ms
 * @param work answers how much it did
 * @param apart ms from one beginning to the next: what happens meanwhile is dealt with together
 */
export function loop(name: string, pause: number, work: () => Promise<number>, apart = 0): Loop {
  let running: Promise<void> | null = null;
  let stopped = true;
  let again = false;
  let rouse: (() => void) | null = null;
  let halt: (() => void) | null = null;
  let began = -Infinity;
  const others: Loop[] = [];

  const rest = (time: number, woken: (wake: () => void) => void) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, time);
      timer.unref();
      woken(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  const sleep = () => rest(pause, (wake) => (rouse = wake));

  async function run(): Promise<void> {
    while (!stopped) {
      const early = began + apart - performance.now();
      if (early > 0) await rest(early, (wake) => (halt = wake));
      if (stopped) return;
      began = performance.now();
      again = false;
      let did = 0;
      try {
        did = await work();
      } catch (error) {
        console.error(JSON.stringify({ level: "error", work: name, error: described(error) }));
        if (!stopped) await sleep();
      }
      if (did > 0) for (const other of others) other.wake();
      if (did === 0 && !again && !stopped) await sleep();
    }
  }

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      running = run();
    },
    wake() {
      again = true;
      rouse?.();
    },
    then(...woken) {
      others.push(...woken);
    },
    async stop() {
      stopped = true;
      rouse?.();
      halt?.();
      await running;
    },
  };
}
