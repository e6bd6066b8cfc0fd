import { Refusal } from "../core/refusal.ts";
import { fields } from "./request.ts";
import type { Request } from "./types.ts";

/** What an app sends: JSON, or a form whose names say how it is nested. */
export type Parameter =
  string | number | boolean | null | undefined | File | Parameter[] | { [name: string]: Parameter };
export type Parameters = { [name: string]: Parameter };

const deepest = 5;
const mostNames = 500;

const isNest = (value: Parameter): value is Parameters =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof File);

/** Without a prototype: a name may be anything. */
const empty = (): Parameters => Object.create(null) as Parameters;

/** Puts `value` where a name such as `x[]`, `a[b][c]` or `a[][b]` says, as Rails reads it. */
function put(into: Parameters, name: string, value: string | File): void {
  const [, first = name, rest = ""] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  const path = [first, ...[...rest.matchAll(/\[([^\]]*)\]/g)].map(([, part]) => part!)];
  if (path.length > deepest) return;
  let at: Parameters | Parameter[] = into;
  for (let n = 0; n < path.length; n++) {
    const key = path[n]!;
    const last = n === path.length - 1;
    const fresh = (): Parameter => (last ? value : path[n + 1] === "" ? [] : empty());
    if (Array.isArray(at)) {
      const before: Parameter = at.at(-1);
      // The next name belongs to the object that was begun, until one comes that it has already.
      const goOn = !last && isNest(before) && !(n + 2 === path.length && path[n + 1]! in before);
      if (!goOn) at.push(fresh());
      at = at.at(-1) as Parameters;
    } else {
      const before: Parameter = at[key];
      if (last || !(Array.isArray(before) || isNest(before))) at[key] = fresh();
      at = at[key] as Parameters | Parameter[];
    }
  }
}

function nested(pairs: Iterable<[string, string | File]>): Parameters {
  const into = empty();
  let names = 0;
  for (const [name, value] of pairs) {
    if (++names > mostNames)
      throw new Refusal("too large", "That has more parameters than any request here.");
    put(into, name, value);
  }
  return into;
}

function fromJson(text: string): Parameters {
  if (text.trim() === "") return empty();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Refusal("invalid", "The request is not JSON.", { cause });
  }
  if (text.includes("\\u0000")) throw new Refusal("invalid", "No text may hold a NUL.");
  return isNest(value as Parameter) ? (value as Parameters) : empty();
}

async function body(c: Request): Promise<Parameters> {
  if (c.req.method === "GET" || c.req.method === "HEAD") return empty();
  const type = c.req.header("content-type") ?? "";
  if (/json/i.test(type)) return fromJson(await c.req.text());
  if (/^multipart\//i.test(type)) {
    const form = await fields(c);
    return nested(
      Object.entries(form).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string | File] => [name, one]),
      ),
    );
  }
  // Some apps leave out the type, or say it is text.
  const text = await c.req.text();
  if (text.trimStart().startsWith("{")) return fromJson(text);
  return nested(new URLSearchParams(text));
}

/**
 * What an app sent in the query and in the body, whichever way it writes it: JSON, form or multipart, also without a
 * Content-Type. The body counts before the query.
 *
 * @throws {Refusal} `invalid`, `too large`
 */
export async function parameters(c: Request): Promise<Parameters> {
  const query = nested(new URL(c.req.url).searchParams);
  return Object.assign(query, await body(c));
}
