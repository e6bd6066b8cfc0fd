import { writeFileSync } from "node:fs";
import { expect, onTestFinished, vi } from "vitest";
import { dialect } from "../../../db/dialect.ts";
import { wrongs } from "./checks.ts";
import { signOnTheSpot } from "./on-the-spot.ts";
import { play } from "./world.ts";

/**
 * `CONVERGENCE_SEED=7` plays one run again, and with `CONVERGENCE_RUNS=100` the 99 after it too; the same as
 * `npm run converge -- --help` says. On PostgreSQL, where nothing can be copied from memory, a run takes ten times as long.
 */
const { CONVERGENCE_SEED, CONVERGENCE_RUNS, CONVERGENCE_REPORT } = process.env;
const usual = CONVERGENCE_SEED ? 1 : dialect === "sqlite" ? 200 : 4;
const runs = Number(CONVERGENCE_RUNS ?? usual);
const first = Number(CONVERGENCE_SEED ?? 1);
const steps = 30;
/** After so many that went wrong there is enough to look at. */
const enough = 5;

/** Whether this time is for runs that were asked for, and not for those of the suite. */
export const asked = CONVERGENCE_SEED !== undefined || dialect !== "sqlite";
export const seeds = Array.from({ length: runs }, (_none, nth) => first + nth);
export const timeout = 240_000 + runs * 15_000;

/** One run: what is wrong in the end, and what happened. */
async function run(seed: number) {
  const world = await play(seed, steps);
  const { log, counts } = world;
  try {
    await world.heal();
    return { found: await wrongs(world), log, counts };
  } catch (error) {
    return { found: [String(error)], log, counts };
  } finally {
    await world.stop();
  }
}

/** Plays one run after another, and fails where something is wrong in the end of one. */
export async function playAll(seeds: number[]): Promise<void> {
  const quiet = (["warn", "error"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  );
  const asBefore = signOnTheSpot();
  onTestFinished(() => {
    quiet.forEach((spy) => spy.mockRestore());
    asBefore();
  });
  const wrong: string[] = [];
  const failed: number[] = [];
  let played = 0;
  const sums: Record<string, number> = {};
  for (const seed of seeds) {
    const { found, log, counts } = await run(seed);
    played++;
    for (const [what, times] of Object.entries(counts)) sums[what] = (sums[what] ?? 0) + times;
    if (found.length === 0) continue;
    failed.push(seed);
    wrong.push(`Again: npm run converge -- --seed ${seed}`, ...log, ...found.slice(0, 10));
    if (failed.length >= enough) break;
  }
  if (CONVERGENCE_REPORT) writeFileSync(CONVERGENCE_REPORT, JSON.stringify({ played, failed, sums }));
  if (wrong.length > 0) expect.fail(wrong.join("\n"));
  expect(failed).toEqual([]);
}
