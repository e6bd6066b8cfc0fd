// Types, lint, format and architecture, or those that are named, side by side: each uses one core for most of its time.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./stamp.mjs";

const checks = {
  types: ["typescript/bin/tsc", "--noEmit"],
  lint: ["eslint/bin/eslint.js", "."],
  format: ["prettier/bin/prettier.cjs", "--check", "."],
  architecture: ["vitest/vitest.mjs", "run", "test/architecture", "test/migrations"],
};

/** What one check says, told when it ends: lines of several would mix. */
async function check([name, [program, ...words]]) {
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, "node_modules", program), ...words], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: process.stdout.isTTY ? { FORCE_COLOR: "1", ...process.env } : process.env,
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => said.push(part));
  const code = await new Promise((resolve) => child.on("close", resolve));
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`── ${name}: ${code === 0 ? "passed" : "FAILED"} in ${seconds} s ──`);
  process.stdout.write(Buffer.concat(said));
  return code === 0;
}

const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in checks));
if (unknown) {
  console.error(`There is no check named ${unknown}: ${Object.keys(checks).join(", ")}`);
  process.exit(1);
}
const wanted = Object.entries(checks).filter(([name]) => named.length === 0 || named.includes(name));
const passed = await Promise.all(wanted.map(check));
process.exitCode = passed.every(Boolean) ? 0 : 1;
