import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const help = `Plays many runs of the convergence test, each with another seed, a hundred in each process.

  npm run converge                    10,000 runs
  npm run converge -- 500             so many
  npm run converge -- 10000 5001      from the 5,001st on, to the 10,000th
  npm run converge -- --seed 4711     plays one run again: what happened, and what is wrong in the end

The same seed does the same again, to the millisecond, whatever was played before. In one of twenty a server is a process
of its own: there the same happens, but moments may differ, and what is done at once may come in another order; so on
PostgreSQL: TEST_ENGINE=postgres TEST_DATABASE_URL=… npm run converge`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string" }, help: { type: "boolean", short: "h" } },
});
if (values.help) {
  console.log(help);
  process.exit();
}
const only = values.seed === undefined ? null : Number(values.seed);
const [runs = 10_000, first = 1] = only === null ? positionals.map(Number) : [only, only];
// The second number is where it begins: nothing to play is a mistake, and no success.
if (![runs, first].every((one) => Number.isInteger(one) && one > 0) || first > runs) {
  console.error(help);
  process.exit(1);
}
const atOnce = 100;
const vitest = join(import.meta.dirname, "../../../node_modules/vitest/vitest.mjs");
const report = join(tmpdir(), `tombolo-converge-${process.pid}.json`);
const sums = {};
const failed = [];
let played = 0;

for (let seed = first; seed <= runs;) {
  const count = Math.min(atOnce, runs - seed + 1);
  const env = {
    ...process.env,
    CONVERGENCE_SEED: String(seed),
    CONVERGENCE_RUNS: String(count),
    CONVERGENCE_REPORT: report,
  };
  rmSync(report, { force: true });
  const words = [vitest, "run", "test/federation/convergence/convergence.test.ts"];
  const { status, signal } = spawnSync(process.execPath, words, { env, stdio: "inherit" });
  if (signal) process.exit(1);
  let said;
  try {
    said = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    process.exit(status || 1);
  }
  for (const [what, times] of Object.entries(said.sums)) sums[what] = (sums[what] ?? 0) + times;
  failed.push(...said.failed);
  played += said.played;
  seed += said.played;
  console.log(`${played} runs played, up to seed ${seed - 1}; failed: ${failed.join(", ") || "none"}`);
}
rmSync(report, { force: true });

console.log("\nWhat happened in one run, on average:");
const often = Object.entries(sums).sort(([, one], [, other]) => other - one);
for (const [what, times] of often) console.log(`${(times / played).toFixed(2).padStart(7)}  ${what}`);
for (const seed of failed) console.log(`Again: npm run converge -- --seed ${seed}`);
process.exit(failed.length > 0 ? 1 : 0);
