/**
 * Plays many runs of the convergence test, each with another seed: `npm run converge -- 10000`, or from the 5,001st on
 * `npm run converge -- 10000 5001`. A hundred at a time, each hundred in a process of its own.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const [runs = 10_000, first = 1] = process.argv.slice(2).map(Number);
const atOnce = 100;
const vitest = join(import.meta.dirname, "../../../node_modules/vitest/vitest.mjs");

for (let seed = first; seed <= runs; seed += atOnce) {
  const count = Math.min(atOnce, runs - seed + 1);
  const env = { ...process.env, CONVERGENCE_SEED: String(seed), CONVERGENCE_RUNS: String(count) };
  const words = [vitest, "run", "test/federation/convergence"];
  const { status } = spawnSync(process.execPath, words, { env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
