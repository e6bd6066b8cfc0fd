import type { z } from "zod";
import type { Result } from "../../../src/core/result.ts";
import { isObject, type JsonObject, tooMuch, type WireProblem, withinLimits } from "../json.ts";
import { list } from "./primitives.ts";

/** Reads a document by its schema, and says in one safe sentence what is wrong with one that does not fit. */
export function readBy<Value>(schema: z.ZodType<Value>, document: unknown): Result<Value, WireProblem> {
  if (!isObject(document)) return malformed("The document", "has to be an object");
  if (!withinLimits(document)) return tooMuch;
  const result = schema.safeParse(document);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0]!;
  const kind = issue.code === "custom" && issue.params?.kind === "too-large" ? "too-large" : "malformed";
  const where = issue.path.length ? issue.path.join(".") : "The document";
  return { ok: false, kind, problem: `${where} ${issue.message}.` };
}

/** What arrives is looked at twice, at the door and inside: a document is read once, as long as it is in memory. */
export function readOnce<Read>(read: (document: unknown) => Read): (document: unknown) => Read {
  const known = new WeakMap<JsonObject, Read>();
  return (document) => {
    if (!isObject(document)) return read(document);
    let found = known.get(document);
    if (!found) known.set(document, (found = read(document)));
    return found;
  };
}

/** A document that is not of the form. `where` is the name of a field of ours, never something that was sent. */
export const malformed = (where: string, message: string): Result<never, WireProblem> => ({
  ok: false,
  kind: "malformed",
  problem: `${where} ${message}.`,
});

/** What to say of a document whose type is not among those that are read here. */
export function unknownType(document: unknown, kind: string): Result<never, WireProblem> {
  const type = isObject(document) ? list(document.type).find((one) => typeof one === "string") : undefined;
  if (type === undefined) return { ok: false, kind: "malformed", problem: `The ${kind} has no type.` };
  // Other people's words go into a log and an answer: letters only.
  const name = (type as string).replace(/[^A-Za-z]/g, "").slice(0, 40);
  return { ok: false, kind: "unknown", problem: `This kind of ${kind} is not understood: ${name}.` };
}
