// What browsers load: one style sheet, one script, a few pictures, under names that change with the content.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const assets = join(root, "views", "assets");
const require = createRequire(import.meta.url);
const nhsuk = dirname(require.resolve("nhsuk-frontend/package.json"));

const digest = (...contents) => {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("hex");
};

/** Replaces a file in one step: a server may be reading it. */
function write(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

/** What the style sheet is made of: our own files and the versions of what they build on. */
function styleInputs(minify) {
  const files = readdirSync(assets, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".scss"),
  );
  const versions = [nhsuk, dirname(require.resolve("sass"))].map((path) =>
    readFileSync(join(path, "package.json")),
  );
  return digest(String(minify), ...versions, ...files.sort().map((name) => readFileSync(join(assets, name))));
}

/** The style sheet as text. Sass takes most of a build's time, so it is loaded only when it has work. */
async function compileStyles(minify) {
  const { compile } = await import("sass");
  const { css } = compile(join(assets, "tombolo.scss"), {
    loadPaths: [dirname(nhsuk)],
    style: minify ? "compressed" : "expanded",
  });
  return css;
}

async function bundleScript(minify) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["views/client/main.ts"],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify,
    legalComments: "none",
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

/** The style sheet made of the same inputs before, or null. */
function earlierStyles(out, inputs) {
  try {
    const earlier = JSON.parse(readFileSync(join(out, ".styles.json"), "utf8"));
    return earlier.inputs === inputs ? earlier.styles : null;
  } catch {
    return null;
  }
}

/** The pictures of the health service's package that the style sheet names, under names of ours. */
function pictures(css) {
  const found = new Map();
  const renamed = css.replace(/url\("?images\/nhsuk-icon-([a-z-]+)\.svg"?\)/g, (_, name) => {
    const contents = readFileSync(join(nhsuk, "dist", "nhsuk", "assets", "images", `nhsuk-icon-${name}.svg`));
    found.set(`${name}.svg`, { file: `${name}-${digest(contents).slice(0, 10)}.svg`, contents });
    return `url(${found.get(`${name}.svg`).file})`;
  });
  return { css: renamed, found };
}

/**
 * Writes style sheet, script, pictures and `manifest.json` (the present name of each) into a directory.
 * Files of earlier builds are removed. Returns the manifest.
 */
export async function buildAssets({ out = join(root, "dist", "assets"), minify = true } = {}) {
  const inputs = styleInputs(minify);
  const compiled = earlierStyles(out, inputs) ?? compileStyles(minify);
  const [styles, js] = await Promise.all([compiled, bundleScript(minify)]);
  const { css, found } = pictures(styles);
  const manifest = {
    "tombolo.css": `tombolo-${digest(css).slice(0, 10)}.css`,
    "main.js": `main-${digest(js).slice(0, 10)}.js`,
  };
  write(join(out, manifest["tombolo.css"]), css);
  write(join(out, manifest["main.js"]), js);
  write(join(out, "favicon.svg"), readFileSync(join(assets, "favicon.svg")));
  for (const [name, { file, contents }] of found) {
    manifest[name] = file;
    write(join(out, file), contents);
  }
  write(join(out, ".styles.json"), JSON.stringify({ inputs, styles }));
  write(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const present = new Set(Object.values(manifest));
  for (const name of readdirSync(out)) {
    if (/-[0-9a-f]{10}\.(css|js|svg)$/.test(name) && !present.has(name)) rmSync(join(out, name));
  }
  return manifest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAssets({ minify: !process.argv.includes("--readable") });
}
