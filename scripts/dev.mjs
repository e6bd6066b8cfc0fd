// Serves from the sources and starts again when one changes.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { buildAssets } from "./build-assets.mjs";
import { root } from "./stamp.mjs";

await buildAssets();

const tsx = join(root, "node_modules", "tsx", "dist", "cli.mjs");
const manifest = join(root, "dist", "assets", "manifest.json");
const server = spawn(
  process.execPath,
  [tsx, "watch", "--clear-screen=false", `--include=${manifest}`, "src/cli.ts", "serve"],
  { cwd: root, stdio: "inherit" },
);
server.on("exit", (code) => process.exit(code ?? 0));

let waiting;
for (const folder of ["views/assets", "views/client"]) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => buildAssets().catch((error) => console.error(error.message)), 100);
  });
}

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
