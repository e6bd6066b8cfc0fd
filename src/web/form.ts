import { type FieldProblem, Refusal } from "../core/refusal.ts";
import type { Fields } from "./request.ts";

export type Tried<T> = { ok: true; value: T } | { ok: false; problems: FieldProblem[] };

/** Does what a form asks for. What is wrong with its fields comes back, to be shown with the form (status 422). */
export async function tried<T>(work: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof Refusal && error.code === "invalid" && error.problems.length > 0) {
      return { ok: false, problems: error.problems };
    }
    throw error;
  }
}

/** What someone typed, to be shown again; never a password, never a file. */
export function typed(form: Fields): Record<string, string> {
  const texts = Object.entries(form).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && !/password|current/i.test(entry[0]),
  );
  return Object.fromEntries(texts);
}
