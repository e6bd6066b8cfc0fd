import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../../src/core/clock.ts";
import { newId } from "../../../src/core/id.ts";
import { chance } from "../../rig/chance.ts";

/**
 * What has a time limit ends by the time of the run, and what waits for others waits so many turns: a machine that is busy,
 * or another, would do other things for the same seed.
 */
export const timing = (clock: Clock) => ({
  stopwatch: () => clock().getTime(),
  async pause() {
    for (let turn = 0; turn < turns; turn++) await setImmediate();
  },
});
const turns = 10;

/** More moments than this process remembers ids of. */
const moments = 10_000;

/** What was done before must not matter: an id is another where one was given for the same moment already. */
export function anew(): void {
  const { random } = Math;
  Math.random = () => 0;
  for (let moment = 0; moment < moments; moment++) newId(new Date(moment));
  Math.random = random;
}

/** Does something with the same chance for the same seed. */
export async function byChance<T>(seed: number, work: () => Promise<T>): Promise<T> {
  const { random } = Math;
  Math.random = chance(seed);
  try {
    return await work();
  } finally {
    Math.random = random;
  }
}
