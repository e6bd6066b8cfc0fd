import type { Result } from "../../src/core/result.ts";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** How deep a document may be nested, and how many values it may have in all. Real ones stay below 12 and 2,000. */
const deepest = 32;
const mostValues = 50_000;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads a document as it came: UTF-8, one JSON object, not nested or filled beyond reason. */
export function readJson(bytes: Uint8Array): Result<JsonObject, WireProblem> {
  let value: unknown;
  try {
    const text = decoder.decode(bytes);
    // A NUL is no character of any text, and PostgreSQL cannot keep one.
    if (text.includes("\\u0000") && /(?<!\\)(?:\\\\)*\\u0000/.test(text)) throw new SyntaxError("NUL");
    value = JSON.parse(text);
  } catch {
    return { ok: false, kind: "malformed", problem: "This is not JSON in UTF-8." };
  }
  if (!isObject(value)) return { ok: false, kind: "malformed", problem: "This is not a JSON object." };
  return withinLimits(value) ? { ok: true, value } : tooMuch;
}

/** Why a document is not understood: not of the form, more than we take, or of a kind that we don't know. */
export type WireProblem = "malformed" | "too-large" | "unknown";

export const tooMuch = {
  ok: false,
  kind: "too-large",
  problem: "The document is nested too deeply or has too many values.",
} as const;

/** Documents in memory that were looked at: each is asked for again at every step of its reading. */
const looked = new WeakSet<object>();

/** Whether a value stays within the limits; everything that walks a document recursively relies on it. */
export function withinLimits(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (looked.has(value)) return true;
  let left = mostValues;
  const fits = (one: unknown, depth: number): boolean => {
    if (--left < 0 || depth > deepest) return false;
    if (typeof one !== "object" || one === null) return true;
    if (Array.isArray(one)) return one.every((item) => fits(item, depth + 1));
    for (const key in one) if (!fits((one as JsonObject)[key], depth + 1)) return false;
    return true;
  };
  const fitting = fits(value, 0);
  if (fitting) looked.add(value);
  return fitting;
}

/** The address of something that is given as an address or as an object with one. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 1 ? idOf(value[0]) : undefined;
  return isObject(value) && typeof value.id === "string" ? value.id : undefined;
}
