import { readFileSync } from "node:fs";
import { optional, UsageError, type Options, type Values } from "./command.ts";

export const passwordOptions = {
  password: { type: "string" },
  "password-file": { type: "string" },
} satisfies Options;

export const passwordExplained = {
  password: "their password; others on this machine may see it in the list of processes",
  "password-file": "a file with the password, or - to read it from the input; without either, one is made",
};

/** The password that was given in one way or the other; undefined where none was. */
export function givenPassword(values: Values): string | undefined {
  const file = optional(values, "password-file");
  if (!file) return optional(values, "password");
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    throw new UsageError(`--password-file: ${file} cannot be read.`, { cause });
  }
}
