import { describe, expect, it } from "vitest";
import { clockText, dateText, when, whenText } from "./when.ts";

const text = (date: string, now: string) => whenText(new Date(date), new Date(now));

describe("a moment in words", () => {
  const now = "2026-11-20T09:30:00Z";

  it.each([
    ["2026-11-20T09:29:30Z", "just now"],
    ["2026-11-20T09:29:00Z", "1 minute ago"],
    ["2026-11-20T09:18:00Z", "12 minutes ago"],
    ["2026-11-20T08:31:00Z", "59 minutes ago"],
    ["2026-11-20T08:30:00Z", "1 hour ago"],
    ["2026-11-20T00:05:00Z", "9 hours ago"],
    ["2026-11-19T23:59:00Z", "yesterday at 23:59"],
    ["2026-11-18T08:12:00Z", "Wednesday at 08:12"],
    ["2026-11-14T08:12:00Z", "Saturday at 08:12"],
    ["2026-11-13T08:12:00Z", "13 November"],
    ["2025-11-03T08:12:00Z", "3 November 2025"],
  ])("%s is %s", (date, words) => expect(text(date, now)).toBe(words));

  it.each([
    ["2026-11-20T14:00:00Z", "today at 14:00"],
    ["2026-11-21T08:00:00Z", "tomorrow at 08:00"],
    ["2026-12-03T12:30:00Z", "3 December 2026 at 12:30"],
  ])("%s, to come, is %s", (date, words) => expect(text(date, now)).toBe(words));

  it("turns the day at midnight in London, also in summer", () => {
    expect(text("2026-07-01T22:30:00Z", "2026-07-02T09:00:00Z")).toBe("yesterday at 23:30");
    expect(text("2026-07-01T23:30:00Z", "2026-07-02T09:00:00Z")).toBe("9 hours ago");
    expect(clockText(new Date("2026-07-01T23:30:00Z"))).toBe("00:30");
    expect(dateText(new Date("2026-07-01T23:30:00Z"))).toBe("2 July 2026");
  });

  it("counts yesterday in days of 23 and 25 hours too", () => {
    expect(text("2026-03-28T23:50:00Z", "2026-03-29T23:10:00Z")).toBe("Saturday at 23:50");
    expect(text("2026-10-24T23:10:00Z", "2026-10-25T23:50:00Z")).toBe("24 hours ago");
  });

  it("is a time element that machines can read", () => {
    expect(when(new Date("2026-11-20T09:18:00Z"), new Date(now)).toString().replace(/\s+/g, " ")).toBe(
      '<time datetime="2026-11-20T09:18:00.000Z">12 minutes ago</time>',
    );
  });
});
