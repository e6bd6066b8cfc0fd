import { z } from "zod";
import { type Id, parseId } from "../core/id.ts";
import { check, type Parameter, parameters, type Request } from "../web/index.ts";

/** A text; a number where an app sends one. */
export const words = z.union([z.string(), z.number()]).transform(String);

/** `true`, `1` and what else stands for yes. */
export const flag = z
  .union([z.boolean(), z.string(), z.number()])
  .transform((value) => [true, 1, "true", "1", "on", "t"].includes(value));

/** The values of a list, whichever way an app sends it; a single one as well. */
export const list = (value: Parameter): string[] =>
  [value].flat().flatMap((one) => (typeof one === "string" || typeof one === "number" ? [String(one)] : []));

/** Ids in a list; what is none is left out. At most 100. */
export const idsIn = (value: Parameter): Id[] =>
  list(value)
    .map((text) => parseId(text))
    .filter((id) => id !== null)
    .slice(0, 100);

/** What an app sent, checked. Parameters that are not known are ignored. */
export async function taken<Schema extends z.ZodType>(c: Request, schema: Schema): Promise<z.output<Schema>> {
  return check(schema, await parameters(c));
}
