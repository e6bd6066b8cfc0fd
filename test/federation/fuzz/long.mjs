/** Sends many mutated payloads: `npm run fuzz -- 100000 7` sends 100,000 from the seed 7, 10,000 in each process. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const [count = 100_000, first = 1] = process.argv.slice(2).map(Number);
const atOnce = 10_000;
const vitest = join(import.meta.dirname, "../../../node_modules/vitest/vitest.mjs");

for (let done = 0; done < count; done += atOnce) {
  const env = {
    ...process.env,
    FUZZ_COUNT: String(Math.min(atOnce, count - done)),
    FUZZ_SEED: String(first + done / atOnce),
  };
  console.log(`Seed ${env.FUZZ_SEED}, ${env.FUZZ_COUNT} inputs`);
  const words = [vitest, "run", "test/federation/fuzz"];
  const { status } = spawnSync(process.execPath, words, { env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
