import { expect, test } from "vitest";
import { greeting } from "./greeting.ts";

test.each([
  ["2026-11-02T08:00:00Z", "Good morning, Priya"],
  ["2026-11-02T12:00:00Z", "Good afternoon, Priya"],
  ["2026-11-02T18:00:00Z", "Good evening, Priya"],
  ["2026-11-02T02:00:00Z", "Good evening, Priya"],
  // Summer time: eleven in UTC is noon in London.
  ["2026-07-02T11:00:00Z", "Good afternoon, Priya"],
])("at %s: %s", (time, words) => {
  expect(greeting("Priya Nair", new Date(time))).toBe(words);
});

test("a title is no first name", () => {
  const now = new Date("2026-11-02T08:00:00Z");
  expect(greeting("Dr Amara Okafor", now)).toBe("Good morning, Amara");
  expect(greeting("Dr Okafor", now)).toBe("Good morning, Dr Okafor");
  expect(greeting("Priya", now)).toBe("Good morning, Priya");
});
