import type { z } from "zod";
import { type FieldProblem, Refusal } from "../core/refusal.ts";
import { signedIn } from "../context.ts";
import type { Request } from "./types.ts";

/** The fields of a submitted form; a field given several times is an array, a file is a `File`. */
export type Fields = Record<string, string | File | (string | File)[]>;

/** More fields than any form here has. */
const mostFields = 500;

/** Whether a body has more fields than that: each costs far more to read than to send. */
async function hasTooMany(c: Request): Promise<boolean> {
  const type = c.req.header("content-type") ?? "";
  const [, quoted, plain] = /^multipart\/.*;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  const boundary = quoted ?? plain;
  const between = boundary ? `--${boundary}` : "&";
  const body = Buffer.from(await c.req.arrayBuffer());
  let found = 0;
  for (let at = body.indexOf(between); at >= 0; at = body.indexOf(between, at + between.length))
    if (++found > mostFields) return true;
  return false;
}

/** Reads a form: URL-encoded or multipart. */
export async function fields(c: Request): Promise<Fields> {
  if (await hasTooMany(c)) throw new Refusal("too large", "That form has more fields than any here.");
  try {
    const form = (await c.req.parseBody({ all: true })) as Fields;
    for (const value of Object.values(form).flat()) {
      // No text has a NUL, and PostgreSQL cannot keep one.
      if (typeof value === "string" && value.includes("\0")) throw new TypeError("NUL");
    }
    return form;
  } catch (cause) {
    throw new Refusal("invalid", "The form did not arrive whole. Go back and send it again.", { cause });
  }
}

/**
 * Checks input against a schema.
 *
 * @param more problems that were found already, shown with those of the schema
 * @throws {Refusal} `invalid`, with a problem for each field
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  more: FieldProblem[] = [],
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success && more.length === 0) return parsed.data;
  const found = parsed.error?.issues ?? [];
  const problems: FieldProblem[] = [
    ...found.map(({ path, message }) => ({ field: String(path[0] ?? ""), text: message })),
    ...more,
  ];
  throw new Refusal("invalid", problems[0]?.text ?? "Check what you entered.", { problems });
}

/** Whether htmx asks: then a part of the page is enough. */
export const wantsPart = (c: Request): boolean => c.req.header("hx-request") === "true";

/** Sends strangers to sign in, and back here afterwards. */
export function needsSignIn(c: Request) {
  return signedIn(c.var.ctx);
}

/** A path of this site to return to, never an address elsewhere. */
export function localPath(text: unknown, otherwise: string): string {
  if (typeof text !== "string" || !/^\/(?![/\\])[^\s\\]*$/.test(text)) return otherwise;
  return text;
}
