import { expect, onTestFinished, test, vi } from "vitest";
import { spanText } from "./span.ts";

test("a zone whose name is written in many ways takes no more room than one", () => {
  const starts = new Date("2026-12-01T00:00:00Z");
  const made = vi.spyOn(Intl, "DateTimeFormat");
  onTestFinished(() => made.mockRestore());
  for (const timezone of ["pacific/chatham", "Pacific/Chatham", "PACIFIC/CHATHAM"])
    expect(spanText({ starts, ends: null, timezone })).toContain("Tuesday 1 December 2026 at 1:45pm");
  expect(made).toHaveBeenCalledTimes(2);
});
