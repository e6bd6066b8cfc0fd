import type { ParseArgsConfig } from "node:util";

export type Options = NonNullable<ParseArgsConfig["options"]>;
export type Values = Record<string, string | boolean | undefined>;

/** One thing a shell can ask for. */
export interface Command {
  /** What stands after `tombolo` on the first line of its help. */
  usage: string;
  /** What it does, in a sentence or two. */
  about: string;
  options: Options;
  /** A line for each option, without the dashes. */
  explained: Record<string, string>;
  /** Passes everything through, options too. */
  raw?: boolean;
  /** Returns the exit code. */
  run(values: Values, rest: string[]): Promise<number>;
}

/** What is wrong with the command line itself. */
export class UsageError extends Error {}

/** The value of an option that has to be there. */
export function needed(values: Values, name: string): string {
  const value = values[name];
  if (typeof value !== "string" || value.trim() === "") throw new UsageError(`--${name} is missing.`);
  return value;
}

export const optional = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};

export function help(command: Command): string {
  const options = Object.entries({ ...command.explained, help: "show this" });
  const width = Math.max(...options.map(([name]) => name.length)) + 4;
  const lines = options.map(([name, text]) => `  ${`--${name}`.padEnd(width)}${text}`);
  return [`Usage: tombolo ${command.usage}`, "", command.about, "", "Options:", ...lines].join("\n");
}
