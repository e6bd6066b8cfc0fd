import { expect, test } from "vitest";
import { readJson, withinLimits } from "./json.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("an object in UTF-8 is read, with or without a byte order mark", () => {
  expect(readJson(bytes('{"name":"Ärztin"}'))).toEqual({ ok: true, value: { name: "Ärztin" } });
  expect(readJson(bytes('\ufeff{"name":"x"}'))).toMatchObject({ ok: true });
});

test.each([
  ["nothing", ""],
  ["a list", "[]"],
  ["a string", '"x"'],
  ["null", "null"],
  ["half an object", '{"a":'],
  ["two objects", "{}{}"],
  ["HTML", "<!doctype html>"],
])("%s is not a document", (_, text) => {
  expect(readJson(bytes(text))).toMatchObject({ ok: false, kind: "malformed" });
});

test("text that is not UTF-8 is refused, not guessed", () => {
  const latin1 = Uint8Array.from([...bytes('{"name":"'), 0xe4, ...bytes('"}')]);
  const surrogate = Uint8Array.from([...bytes('{"name":"'), 0xed, 0xa0, 0x80, ...bytes('"}')]);
  for (const wrong of [latin1, surrogate])
    expect(readJson(wrong)).toMatchObject({ ok: false, kind: "malformed" });
});

test("nesting and number of values have a limit", () => {
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  expect(readJson(bytes(nested(32)))).toMatchObject({ ok: true });
  expect(readJson(bytes(nested(33)))).toMatchObject({ ok: false, kind: "too-large" });
  expect(readJson(bytes(nested(100_000)))).toMatchObject({ ok: false });
  expect(readJson(bytes(`{"a":${"[".repeat(300_000)}${"]".repeat(300_000)}}`))).toMatchObject({ ok: false });
  expect(withinLimits(Array(49_000).fill(0))).toBe(true);
  expect(withinLimits(Array(51_000).fill(0))).toBe(false);
});
