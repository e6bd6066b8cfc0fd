import { describe, expect, onTestFinished, test, vi } from "vitest";
import { calendarOf } from "./calendar.ts";
import { clockFrom, dayFrom, gatheringInput } from "./input.ts";
import { isZone, momentAt, wallTime } from "./zones.ts";

describe("times", () => {
  test.each([
    ["14:30", "14:30"],
    ["2:30pm", "14:30"],
    ["2.30 PM", "14:30"],
    ["1430", "14:30"],
    ["9", "09:00"],
    ["12am", "00:00"],
    ["12pm", "12:00"],
    ["midday", "12:00"],
    ["25:00", null],
    ["13pm", null],
    ["14:60", null],
    ["later", null],
    ["", null],
  ])("%s is read as %s", (text, clock) => expect(clockFrom(text)).toBe(clock));

  test.each([
    ["3", "12", "2026", "2026-12-03"],
    ["3", "December", "2026", "2026-12-03"],
    ["31", "2", "2026", null],
    ["", "12", "2026", null],
    ["3", "13", "2026", null],
    ["3", "12", "26", null],
  ])("%s %s %s is %s", (day, month, year, found) => expect(dayFrom({ day, month, year })).toBe(found));

  test("the clocks of a place say when, also on the days on which they change", () => {
    const at = (day: string, clock: string, zone = "Europe/London") =>
      momentAt({ day, clock }, zone).toISOString();
    expect(at("2026-12-03", "14:30")).toBe("2026-12-03T14:30:00.000Z");
    expect(at("2026-07-03", "14:30")).toBe("2026-07-03T13:30:00.000Z");
    expect(at("2026-07-03", "14:30", "Asia/Kolkata")).toBe("2026-07-03T09:00:00.000Z");
    // Shown twice: the first one. Never shown: as if the hour went on.
    expect(at("2026-10-25", "01:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(at("2027-03-28", "01:30")).toBe("2027-03-28T01:30:00.000Z");
    expect(at("2027-03-28", "02:30")).toBe("2027-03-28T01:30:00.000Z");
    expect(wallTime(new Date("2026-07-03T23:30:00Z"), "Europe/London")).toEqual({
      day: "2026-07-04",
      clock: "00:30",
    });
  });
});

test("a zone whose name is written in many ways takes no more room than one", () => {
  const made = vi.spyOn(Intl, "DateTimeFormat");
  onTestFinished(() => made.mockRestore());
  for (const name of ["pacific/chatham", "Pacific/Chatham", "PACIFIC/Chatham", "pAcific/chaTham"])
    expect([isZone(name), wallTime(new Date("2026-12-01T00:00:00Z"), name).clock]).toEqual([true, "13:45"]);
  expect(made).toHaveBeenCalledTimes(1);
});

describe("the form", () => {
  const form = {
    starts: { day: "3", month: "12", year: "2026" },
    startClock: "2pm",
    endClock: "3:30pm",
    place: "Seminar room 2",
  };
  const problem = (more: object) => {
    const [first] = gatheringInput.safeParse({ ...form, ...more }).error?.issues ?? [];
    return first && `${String(first.path[0])}: ${first.message}`;
  };

  test("says when and where", () => {
    expect(gatheringInput.parse(form)).toMatchObject({
      starts: new Date("2026-12-03T14:00:00Z"),
      ends: new Date("2026-12-03T15:30:00Z"),
      timezone: "Europe/London",
      online: false,
      joinMode: "free",
    });
  });

  test.each([
    [{ starts: { day: "", month: "", year: "" } }, "starts: Enter the date of the event"],
    [
      { starts: { day: "31", month: "2", year: "2026" } },
      "starts: The date must be a real date, such as 27 3 2027",
    ],
    [{ startClock: "soon" }, "startClock: The start must be a time, such as 14:30 or 2:30pm"],
    [{ endClock: "" }, "endClock: Enter when it ends"],
    [{ endClock: "1pm" }, "endClock: The end must be after the start"],
    [{ ends: { day: "3", month: "12", year: "2027" } }, "ends: An event can last 60 days at most"],
    [{ place: "", link: "" }, "place: Enter where it is, or a link to take part online"],
    [{ link: "javascript:alert(1)" }, "link: The link must begin with https://"],
    [{ timezone: "Europe/Nowhere" }, "timezone: Choose a time zone"],
    [{ place: "x".repeat(301) }, "place: The place must be 300 characters or fewer"],
  ])("%o is refused: %s", (more, said) => expect(problem(more)).toBe(said));
});

test("a calendar gets lines that it can read, whatever is written", () => {
  const text = calendarOf({
    iri: "https://north.example/content/1",
    title: "Learning, session; 1\r\nBEGIN:VEVENT",
    text: "Ünïcödé ".repeat(30),
    href: "https://north.example/content/1",
    changed: new Date("2026-11-28T09:00:00Z"),
    starts: new Date("2026-12-03T14:00:00Z"),
    ends: null,
    timezone: "Europe/London",
    place: "Room 2, North wing",
    online: true,
    link: "https://meet.example/x",
    joinMode: "free",
  });
  const lines = text.split("\r\n");
  expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
  expect(lines).toContain("DTSTART:20261203T140000Z");
  expect(text).toContain("SUMMARY:Learning\\, session\\; 1\\nBEGIN:VEVENT");
  const whole = text.replace(/\r\n /g, "");
  expect(whole).toContain("Ünïcödé ".repeat(29));
  expect(whole).toContain("LOCATION:Room 2\\, North wing\\, https://meet.example/x");
});
