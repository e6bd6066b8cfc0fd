import { createRequire } from "node:module";
import type { Options } from "@node-rs/argon2";

const real = createRequire(import.meta.url)("@node-rs/argon2") as typeof import("@node-rs/argon2");

/** What the last password was to be hashed with. */
export const asked: { options?: Options | null | undefined } = {};

/**
 * The same argon2, with next to no memory: of thousands of accounts of tests each would take as long as a page does.
 * Tests load this in its place; the processes that they start have the real one.
 */
export function hash(text: string, options?: Options | null): Promise<string> {
  asked.options = options;
  return real.hash(text, { ...options, memoryCost: 64, timeCost: 1 });
}

export const { verify } = real;
