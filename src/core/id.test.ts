import { expect, test } from "vitest";
import { newId, parseId, timeOfId } from "./id.ts";

const at = new Date("2026-11-02T09:00:00.123Z");

test("an id tells its moment, and sorts by it", () => {
  expect(timeOfId(newId(at))).toEqual(at);
  const later = new Date(at.getTime() + 1);
  expect(newId(later)).toBeGreaterThan(newId(at));
  expect(newId(at)).toBeLessThan(newId(later));
});

test("4,096 ids of one millisecond differ", () => {
  const ids = new Set(Array.from({ length: 4096 }, () => newId(at)));
  expect(ids.size).toBe(4096);
});

test("moments that take turns give no id twice", () => {
  const seconds = [0, 1, 2].map((n) => new Date(at.getTime() + n * 1000));
  const ids = new Set(Array.from({ length: 3 * 4096 }, (_, n) => newId(seconds[n % 3]!)));
  expect(ids.size).toBe(3 * 4096);
});

test("ids stay whole numbers that JavaScript holds exactly, until 2039", () => {
  const late = newId(new Date("2039-09-07T00:00:00Z"));
  expect(Number.isSafeInteger(late)).toBe(true);
  expect(timeOfId(late)).toEqual(new Date("2039-09-07T00:00:00Z"));
});

test("an address yields an id only where it is one of ours", () => {
  const id = newId(at);
  expect(parseId(String(id))).toBe(id);
  for (const text of [
    undefined,
    "",
    "0",
    "01",
    "-1",
    "1.5",
    "1e3",
    " 1",
    "1 ",
    "abc",
    "9".repeat(16),
    "9".repeat(40),
  ]) {
    expect(parseId(text), String(text)).toBeNull();
  }
});
