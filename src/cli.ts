import { parseArgs } from "node:util";
import { type Command, help, UsageError } from "./cli/command.ts";
import { explained } from "./cli/failures.ts";

/** Loaded when asked for: most need little of the program. */
const commands: Record<string, { about: string; load(): Promise<{ command: Command }> }> = {
  serve: { about: "start the server", load: () => import("./cli/serve.ts") },
  setup: {
    about: "set up the organisation and its first administrator",
    load: () => import("./cli/setup.ts"),
  },
  migrate: { about: "bring the database to the newest schema", load: () => import("./cli/migrate.ts") },
  "member add": { about: "add a member of the organisation", load: () => import("./cli/member-add.ts") },
  "workspace add": { about: "create a workspace", load: () => import("./cli/workspace-add.ts") },
  "keys rotate": { about: "replace the keys that sign", load: () => import("./cli/keys-rotate.ts") },
  demo: { about: "three organisations on this machine, joined up", load: () => import("./cli/demo.ts") },
  doctor: { about: "check that everything works", load: () => import("./cli/doctor.ts") },
};

const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 3;
const overview = [
  "Usage: tombolo <command> [options]",
  "",
  "Commands:",
  ...Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}${about}`),
  "",
  "tombolo <command> --help says more about one.",
].join("\n");

function unknown(words: string[]): number {
  const asked = words.join(" ");
  const near = Object.keys(commands).filter((name) => name.startsWith(words[0] ?? ""));
  const hint = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "tombolo --help lists what there is.";
  console.error(`There is no command "${asked}". ${hint}`);
  return 2;
}

/**
 * Does what a shell asks.
 *
 * @returns the exit code: 0 done, 1 failed, 2 not understood, 78 wrongly configured
 */
export async function runCommand(words: string[]): Promise<number> {
  const [first = "", second = ""] = words;
  if (first === "" || first === "--help" || first === "-h" || first === "help") {
    console.log(overview);
    return first === "" ? 2 : 0;
  }
  const name = [`${first} ${second}`, first].find((candidate) => candidate in commands);
  if (!name) return unknown(words.filter((word) => !word.startsWith("-")).slice(0, 2));

  const { command } = await commands[name]!.load();
  const given = words.slice(name.split(" ").length);
  if (given.includes("--help") || given.includes("-h")) {
    console.log(help(command));
    return 0;
  }
  try {
    if (command.raw) return await command.run({}, given);
    const { values } = parseArgs({ args: given, options: command.options, strict: true });
    return await command.run(values as Record<string, string | boolean>, []);
  } catch (error) {
    const misused =
      error instanceof UsageError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
    if (misused) {
      console.error(`${(error as Error).message}\ntombolo ${name} --help says what it takes.`);
      return 2;
    }
    const known = explained(error);
    if (!known) throw error;
    console.error(known.text);
    return known.code;
  }
}

// What failed half-way may have left timers and sockets behind, which would keep the process alive.
process.exit(await runCommand(process.argv.slice(2)));
