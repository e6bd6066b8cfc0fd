import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { expect, test } from "vitest";
import { refusalCodes } from "../src/core/refusal.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
/** Tests, and what several tests of one folder stand on (`test-….ts`). */
const isTest = (path: string) => path.endsWith(".test.ts") || basename(path).startsWith("test-");
const files = globSync("{src,views,federation,db}/**/*.ts", { cwd: root }).sort();
const sources = files.filter((path) => !isTest(path));

/** The table in ARCHITECTURE.md: room → what it imports; false where types only. */
const table = new Map<string, Map<string, boolean>>();
for (const [, rooms = "", imports = ""] of read("ARCHITECTURE.md").matchAll(/^\| (`.*?) \| (.*?) \|$/gm)) {
  const allowed = new Map<string, boolean>();
  for (const [, name = "", everything, types] of imports.matchAll(
    /(?:`([^`]+)`|(everything))( \(types\))?/g,
  )) {
    allowed.set(everything ? "*" : name, !types);
  }
  for (const [, name = "", part = ""] of rooms.matchAll(/`([^`]+)`( routes)?/g))
    table.set(name + part, allowed);
}

/** The row that a file stands in: its own, its folder's, or one of the patterns. */
function roomOf(path: string): string {
  if (table.has(path)) return path;
  const [top = "", folder = ""] = path.split("/");
  if (top !== "src") return top;
  if (table.has(`src/${folder}`)) return `src/${folder}`;
  return dirname(path) === "src" ? "src/*.ts" : "<slice>";
}

const importPattern =
  /(?:^|[\s;])(import|export)\s(type\s)?(?:[^;"'`]*?\sfrom\s+)?"([^"]+)"|import\("([^"]+)"\)/g;
const imports = sources.flatMap((path) =>
  [...read(path).matchAll(importPattern)].map((found) => ({
    path,
    types: found[2] !== undefined,
    target: found[3] ?? found[4] ?? "",
  })),
);

function isAllowed(path: string, target: string, types: boolean): boolean {
  const [from, to] = [roomOf(path), roomOf(target)];
  const slice = (file: string) => file.split("/")[1];
  if (from === to && (from !== "<slice>" || slice(path) === slice(target))) return true;
  const rooms = [from, ...(/\/routes([./]|-)/.test(path) ? [`${from} routes`] : [])];
  return rooms.some((room) => {
    const row = table.get(room);
    if (row?.has("*")) return row.get("*") === true || types;
    if (to === "<slice>" && basename(target) !== "index.ts") return false;
    const value = row?.get(to);
    return value === true || (value === false && types);
  });
}

test("rooms import only what ARCHITECTURE.md allows", () => {
  const inside = imports.filter(({ target }) => target.startsWith("."));
  const broken = inside
    .map(({ path, types, target }) => ({ path, types, target: posix.join(dirname(path), target) }))
    .filter(({ path, types, target }) => !isAllowed(path, target, types))
    .map(({ path, types, target }) => `${path} imports ${types ? "types of " : ""}${target}`);
  expect(broken).toEqual([]);
  // A check that visits nothing finds nothing wrong.
  expect(table.size).toBeGreaterThan(10);
  expect(sources.length).toBeGreaterThan(100);
  expect(inside.length).toBeGreaterThan(2 * sources.length);
  for (const room of table.keys()) {
    if (room.endsWith("routes") || /src\/(doctor|demo|content)/.test(room)) continue;
    expect(sources.map(roomOf), "a room without files").toContain(room);
  }
  console.log(`architecture: visited ${sources.length} files and ${inside.length} imports between them`);
});

test("only federation speaks Fedify, and only two files read the environment", () => {
  const fedify = imports.filter(
    ({ path, target }) => /^@fedify\//.test(target) && !path.startsWith("federation/"),
  );
  expect(fedify).toEqual([]);
  const readers = sources.filter((path) => /process\.env\b/.test(read(path)));
  expect(readers).toEqual(["db/dialect.ts", "src/env.ts"]);
});

test("what takes much memory and is seldom needed is loaded when it is needed", () => {
  const heavy = ["sharp", "@node-rs/argon2", "nodemailer", "web-push"];
  const early = sources.filter((path) =>
    heavy.some((name) => new RegExp(`^import (?!type )[^;]*"${name}"`, "m").test(read(path))),
  );
  expect(early).toEqual([]);
});

test("files are small, and named for what they hold", () => {
  const lines = sources
    .map((path) => ({ path, count: read(path).split("\n").length - 1 }))
    .sort((a, b) => a.count - b.count);
  expect(lines.filter(({ count }) => count > 400)).toEqual([]);
  expect(lines[Math.floor(lines.length / 2)]!.count).toBeLessThan(80);
  expect(lines[Math.floor(lines.length * 0.9)]!.count).toBeLessThan(200);
  const named = files.map((path) => ({ path, name: basename(path).replace(/(\.test)?\.ts$/, "") }));
  const vague = /^(utils?|helpers?|common|managers?|misc|shared)$|-(utils?|helpers?|manager)$|\.more\b/;
  expect(named.filter(({ name }) => vague.test(name) || !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name))).toEqual(
    [],
  );
});

test("no page carries a style of its own, which the content security policy would refuse", () => {
  const styled = sources.filter(
    (path) => path.startsWith("views/") && /\sstyle\s*=\s*["'$]/.test(read(path)),
  );
  expect(styled).toEqual([]);
});

test("every refusal code is used", () => {
  const all = sources.filter((path) => path !== "src/core/refusal.ts").map(read);
  const used = (code: string) => all.some((text) => text.includes(`"${code}"`));
  const byName = { "not found": /notFound\(/, invalid: /invalid\(/ } as Record<string, RegExp>;
  const idle = refusalCodes.filter((code) => !used(code) && !all.some((text) => byName[code]?.test(text)));
  expect(idle).toEqual([]);
});
