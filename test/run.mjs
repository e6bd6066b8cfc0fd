// The whole suite: SQLite, PostgreSQL, Chromium. Arguments are passed to vitest: npm test -- src/forums
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildAll } from "../scripts/build.mjs";
import { root } from "../scripts/stamp.mjs";
import { findPostgres } from "./postgres.mjs";

const filters = process.argv.slice(2);
const artefacts = join(root, "test", "artefacts");
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const sum = { passed: 0, failed: 0, skipped: 0 };
const missed = [];
const broken = [];
let running;

/** One run of vitest. What it reports is counted, and a run that reports nothing counts as a failure. */
async function suite(name, env) {
  const started = performance.now();
  const report = join(artefacts, `${name.toLowerCase()}.json`);
  rmSync(report, { force: true });
  console.log(`\n── ${name} ──`);
  running = spawn(
    process.execPath,
    [
      vitest,
      "run",
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...filters,
    ],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } },
  );
  const code = await new Promise((resolve) => running.on("exit", resolve));
  running = undefined;
  const seen = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : null;
  const passed = seen?.numPassedTests ?? 0;
  const skipped = (seen?.numPendingTests ?? 0) + (seen?.numTodoTests ?? 0);
  // A file that would not load has no failed test, and neither has an error that nobody waited for.
  const unloaded = (seen?.testResults ?? []).filter(
    (file) => file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed"),
  ).length;
  let failed = (seen?.numFailedTests ?? 0) + unloaded;
  if (code !== 0 && failed === 0) failed = 1;
  for (const file of seen?.testResults ?? []) {
    const where = `${name}: ${relative(root, file.name)}`;
    const tests = file.assertionResults.filter((one) => one.status === "failed");
    if (file.status === "failed" && tests.length === 0) broken.push(`${where}: ${firstLine(file.message)}`);
    for (const one of tests)
      broken.push(`${where}: ${one.fullName}\n    ${firstLine(one.failureMessages[0])}`);
  }
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`);
}

const firstLine = (text) => (text ?? "").split("\n", 1)[0];

function box(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const rule = "═".repeat(width + 2);
  return [`╔${rule}╗`, ...lines.map((line) => `║ ${line.padEnd(width)} ║`), `╚${rule}╝`].join("\n");
}

const chromium = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
]
  .filter(Boolean)
  .find((path) => existsSync(path));

const snac = process.env.SNAC_PATH ?? "/usr/bin/snac";

mkdirSync(artefacts, { recursive: true });
let database;
const stopAll = () => {
  running?.kill("SIGTERM");
  database?.stop?.();
};
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stopAll();
    process.exit(130);
  });
}

async function everything() {
  await suite("SQLite", { TEST_ENGINE: "sqlite" });

  database = await findPostgres();
  if (database.url) {
    await suite("PostgreSQL", { TEST_ENGINE: "postgres", TEST_DATABASE_URL: database.url });
    database.stop();
    database = undefined;
  } else missed.push(`PostgreSQL: ${database.problem}.`);

  if (chromium)
    await suite("Chromium", { TEST_ENGINE: "sqlite", TEST_SUITE: "browser", CHROMIUM_PATH: chromium });
  else missed.push("Chromium: no browser was found (set CHROMIUM_PATH).");

  if (!existsSync(snac)) missed.push("snac: not installed (Debian's snac2, or set SNAC_PATH).");
}

try {
  await buildAll();
  await everything();
} catch (error) {
  // esbuild has said what is wrong already.
  if (!error.errors) console.error(error);
  sum.failed += 1;
  stopAll();
}

if (missed.length > 0) {
  console.log(`\n${box(["NOT EVERYTHING WAS TESTED", ...missed])}`);
  // Where everything is said to be there, what is missing is a failure.
  if (process.env.TEST_EVERYTHING) sum.failed += missed.length;
}
// Once more at the end: the end is what is kept of a long log.
if (broken.length > 0) console.log(`\nFailed:\n  ${broken.join("\n  ")}`);
const line = `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`;
writeFileSync(join(artefacts, "summary.txt"), `${line}\n`);
console.log(`\n${line}`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
