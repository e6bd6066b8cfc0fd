import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const pages = ["", "docs"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);
const readme = read("README.md");

/** The text below a heading of the second level, to the next one. */
function section(page: string, title: string): string {
  const [, text] = page.split(`\n## ${title}\n`);
  if (text === undefined) throw new Error(`There is no section "${title}"`);
  return text.split("\n## ")[0]!;
}

/** The first column of the tables in a text, without code marks and the heading. */
const firstColumn = (text: string): string[] =>
  [...text.matchAll(/^\| `([^`|]+)` +\|/gm)].map(([, name]) => name!);

/** Commands in the blocks of shell, lines that go on joined. */
const shellLines = (page: string): string[] =>
  [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) =>
    block!
      .replaceAll(/\\\n\s*/g, "")
      .split("\n")
      .filter(Boolean),
  );

/** What a heading's address is, as GitHub and its like make it. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[`*_]/g, "")
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => anchor(heading!));

const cliSource = read("src/cli.ts");
const commands = [...cliSource.matchAll(/^ {2}(?:"([^"]+)"|([\w]+)): \{/gm)].map(
  ([, quoted, bare]) => quoted ?? bare!,
);

/** The options that a command's help explains. */
function optionsOf(command: string): string[] {
  const source = read(`src/cli/${command.replace(" ", "-")}.ts`);
  const own = /^ {2}explained: \{(.*?)^ {2}\},/ms.exec(source)?.[1] ?? "";
  const shared = own.includes("...passwordExplained")
    ? /^export const passwordExplained = \{(.*?)^\};/ms.exec(read("src/cli/password.ts"))![1]!
    : "";
  return [...(own + shared).matchAll(/^ +(?:"([\w-]+)(?: \w+)?"|(\w+)): /gm)].map(
    ([, quoted, bare]) => quoted ?? bare!,
  );
}

describe("README.md", () => {
  test("names every environment variable that is read, and no other", () => {
    const schema = /const variables = z\.object\(\{(.*?)^\}\);/ms.exec(read("src/env.ts"))![1]!;
    const variables = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name!);
    expect(variables).toContain("DATABASE_URL");
    expect(firstColumn(section(readme, "Configuration")).sort()).toEqual(variables.sort());
  });

  test("names every command, and no other", () => {
    expect(commands).toContain("member add");
    expect(firstColumn(section(readme, "Commands")).sort()).toEqual([...commands].sort());
  });
});

describe.each(pages)("%s", (path) => {
  const page = read(path);

  test("names scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...page.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, one, two]) => one ?? two,
    );
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  test("gives commands options that they take", () => {
    const given = [...shellLines(page), ...[...page.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!)];
    for (const line of given) {
      const words = /\bnpx tombolo ([a-z].*)/.exec(line)?.[1]?.split(/\s+/);
      if (!words) continue;
      const name = [words.slice(0, 2).join(" "), words[0]!].find((one) => commands.includes(one));
      expect(name, line).toBeDefined();
      const takes = optionsOf(name!);
      for (const [, option] of line.matchAll(/ --([a-z-]+)/g)) {
        if (option !== "help") expect(takes, line).toContain(option);
      }
    }
  });

  test("links to what there is", () => {
    const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const local = links.filter((link) => !/^(https?|mailto):/.test(link));
    for (const link of local) {
      const [file = "", fragment] = link.split("#");
      const target = file ? join(dirname(path), file) : path;
      expect(existsSync(join(root, target)), `${path} links to ${link}`).toBe(true);
      if (fragment) expect(anchorsOf(read(target)), `${path} links to ${link}`).toContain(fragment);
    }
  });
});

test("FEDERATION.md says what is done with every kind of activity that is carried out", () => {
  const handled = /const handlers[^{]*\{(.*?)^\};/ms.exec(read("federation/inbox/acts.ts"))![1]!;
  const kinds = [...handled.matchAll(/^ {2}([A-Z]\w+): /gm)].map(([, kind]) => kind!);
  expect(kinds).toContain("Create");
  const accepted = section(read("FEDERATION.md"), "What is accepted");
  const rows = [...accepted.matchAll(/^\| ((?:`\w+`(?:, )?)+) +\|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`(\w+)`/g)].map(([, kind]) => kind!),
  );
  expect(rows.sort()).toEqual([...kinds, "Announce"].sort());
});
