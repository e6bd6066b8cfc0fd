import { expect, test } from "vitest";
import { moment, type When } from "./when.ts";

const now = new Date("2026-11-21T22:30:00Z");

test.each([
  ["40m", "2026-11-21T21:50:00Z"],
  ["3h", "2026-11-21T19:30:00Z"],
  ["1d 17:40", "2026-11-20T17:40:00Z"],
  ["21d 08:05", "2026-10-31T08:05:00Z"],
  // Before the clocks went back.
  ["30d 09:00", "2026-10-22T08:00:00Z"],
  // Never later than now.
  ["0d 23:00", "2026-11-21T22:30:00Z"],
] satisfies [When, string][])("%s is %s", (when, expected) => {
  expect(moment(when, now)).toEqual(new Date(expected));
});

test("shortly after midnight in summer the day is London's", () => {
  expect(moment("1d 17:40", new Date("2026-06-30T23:10:00Z"))).toEqual(new Date("2026-06-30T16:40:00Z"));
});
