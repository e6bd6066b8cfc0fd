import { execFile } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "..");
const kit = join(root, "node_modules", "drizzle-kit", "bin.cjs");

for (const [dialect, engine, url] of [
  ["sqlite", "sqlite", "file:unused"],
  ["postgres", "postgresql", "postgres://unused"],
] as const) {
  test(`the migrations for ${dialect} make what the schema says`, async () => {
    const scratch = mkdtempSync(join(tmpdir(), "tombolo-migrations-"));
    onTestFinished(() => rmSync(scratch, { recursive: true }));
    const out = join(scratch, dialect);
    cpSync(join(root, "db/migrations", dialect), out, { recursive: true });
    const before = globSync("**/*.sql", { cwd: out });
    expect(before.length).toBeGreaterThan(0);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      // drizzle-kit reads an absolute folder as one below the current.
      [
        kit,
        "generate",
        `--dialect=${engine}`,
        "--schema=./db/schema/*.ts",
        `--out=${relative(root, out)}`,
      ].concat("--casing=snake_case"),
      { cwd: root, env: { ...process.env, DATABASE_URL: url }, timeout: 90_000 },
    );
    const added = globSync("**/*.sql", { cwd: out }).filter((name) => !before.includes(name));
    expect(added.map((name) => readFileSync(join(out, name), "utf8"))).toEqual([]);
    expect(stdout).toContain("No schema changes");
  }, 100_000);
}
