// Whether dist/ was made from what lies here now: names, sizes and times of everything that goes into it.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const stampFile = join(root, "dist", "stamp");

const sources = ["src", "views", "federation", "db", "scripts", "package-lock.json"];

/** Null where there are no sources: then dist/ is all there is. */
export function currentStamp() {
  if (!existsSync(join(root, "src"))) return null;
  const hash = createHash("sha256");
  const visit = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`);
    else if (!path.endsWith(".test.ts")) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const source of sources) visit(source);
  return hash.digest("hex");
}

export function isFresh() {
  const bundle = join(root, "dist", "tombolo.mjs");
  const manifest = join(root, "dist", "assets", "manifest.json");
  if (!existsSync(bundle) || !existsSync(manifest)) return false;
  const current = currentStamp();
  return current === null || (existsSync(stampFile) && readFileSync(stampFile, "utf8") === current);
}
