// One file for the server, so that it starts quickly and takes little memory, and what browsers load.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildAssets } from "./build-assets.mjs";
import { currentStamp, isFresh, root, stampFile } from "./stamp.mjs";

/** Replaces a file in one step: another process may be about to read it. */
function write(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

/**
 * One character outside ASCII makes V8 hold the whole source in twice the memory (8 MB more). esbuild escapes all but
 * those in tagged templates, where an escape means the same.
 */
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

async function buildServer() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/cli.ts"],
    outfile: join(root, "dist", "tombolo.mjs"),
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node24",
    sourcemap: true,
    sourcesContent: false,
    legalComments: "external",
    minifyWhitespace: true,
    // Node prints the whole line in which a program fails.
    lineLimit: 200,
    // These bring machine code along.
    external: ["better-sqlite3", "sharp", "@node-rs/argon2"],
    // Packages in CommonJS ask for Node's modules with require().
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  for (const { path, text } of outputFiles) {
    write(path, path.endsWith(".mjs") ? text.replace(/[^\0-\x7f]/g, escaped) : text);
  }
}

/** Builds what is missing or older than its sources. */
export async function buildAll({ force = false } = {}) {
  if (!force && isFresh()) return;
  const stamp = currentStamp();
  await Promise.all([buildServer(), buildAssets()]);
  if (stamp) write(stampFile, stamp);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await buildAll({ force: process.argv.includes("--force") });
  } catch (error) {
    // esbuild has said what is wrong already.
    if (!error.errors) console.error(error);
    process.exitCode = 1;
  }
}
