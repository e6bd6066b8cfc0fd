/** Work that is done for many at once, each one's in its own order: a slow one delays only itself. */
export interface Turns {
  /** Takes up what is due, as far as there is room. Answers how much it took up; what it began goes on. */
  pump(): Promise<number>;
  /** Until nothing that was begun goes on. */
  drain(): Promise<void>;
}

/**
 * @param room how many are dealt with at the same time
 * @param due those that have something waiting, none of `busy` among them, at most so many
 * @param serve deals with one, for a bounded time
 * @param ended after each, when there is room again
 */
export function turns<One extends { host: string }>(
  room: number,
  due: (busy: string[], limit: number) => Promise<One[]>,
  serve: (one: One) => Promise<void>,
  ended: () => void,
): Turns {
  const going = new Map<string, Promise<void>>();
  return {
    async pump() {
      const limit = room - going.size;
      if (limit <= 0) return 0;
      const found = (await due([...going.keys()], limit)).filter((one) => !going.has(one.host));
      for (const one of found) {
        const work = serve(one).finally(() => {
          going.delete(one.host);
          ended();
        });
        going.set(one.host, work);
      }
      return found.length;
    },
    async drain() {
      while (going.size > 0) await Promise.all(going.values());
    },
  };
}
