import { expect, onTestFinished, test, vi } from "vitest";
import { dialect } from "../../../db/dialect.ts";
import { wrongs } from "./checks.ts";
import { play } from "./world.ts";

/** `CONVERGENCE_SEED=7` plays one run again, and with `CONVERGENCE_RUNS=100` the 99 after it too. */
const { CONVERGENCE_SEED, CONVERGENCE_RUNS } = process.env;
const usual = CONVERGENCE_SEED ? 1 : dialect === "sqlite" ? 20 : 2;
const runs = Number(CONVERGENCE_RUNS ?? usual);
const first = Number(CONVERGENCE_SEED ?? 1);
const seeds = Array.from({ length: runs }, (_none, nth) => first + nth);
const steps = 30;

/** One run: what is wrong in the end, and what happened. */
async function run(seed: number): Promise<{ found: string[]; log: string[] }> {
  const world = await play(seed, steps);
  try {
    await world.heal();
    return { found: await wrongs(world), log: world.log };
  } catch (error) {
    return { found: [String(error)], log: world.log };
  } finally {
    await world.stop();
  }
}

test(
  "whatever happens to messages and servers, all hold the same in the end",
  { timeout: 240_000 + runs * 15_000 },
  async () => {
    const quiet = (["warn", "error"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => {}),
    );
    onTestFinished(() => quiet.forEach((spy) => spy.mockRestore()));
    for (const seed of seeds) {
      const { found, log } = await run(seed);
      if (found.length === 0) continue;
      const again = `CONVERGENCE_SEED=${seed} npx vitest run test/federation/convergence`;
      expect.fail([`Again: ${again}`, ...log, ...found.slice(0, 10)].join("\n"));
    }
  },
);
