import type { Fields } from "../web/index.ts";
import type { Gathering, GatheringInput } from "./input.ts";
import { homeZone, wallTime } from "./zones.ts";

/** When and where, as a form has it so far. */
export interface WrittenGathering {
  starts: DayParts;
  startClock: string;
  ends: DayParts;
  endClock: string;
  timezone: string;
  place: string;
  link: string;
}

export interface DayParts {
  day: string;
  month: string;
  year: string;
}

const noDay: DayParts = { day: "", month: "", year: "" };

export const noGathering: WrittenGathering = {
  starts: noDay,
  startClock: "",
  ends: noDay,
  endClock: "",
  timezone: homeZone,
  place: "",
  link: "",
};

/** Reads what a form says of when and where. */
export function sentGathering(all: Fields): WrittenGathering & GatheringInput {
  const text = (name: string): string => {
    const [value] = [all[name] ?? ""].flat();
    return typeof value === "string" ? value.slice(0, 2000) : "";
  };
  const day = (name: string): DayParts => ({
    day: text(`${name}-day`),
    month: text(`${name}-month`),
    year: text(`${name}-year`),
  });
  return {
    starts: day("starts"),
    startClock: text("startClock"),
    ends: day("ends"),
    endClock: text("endClock"),
    timezone: text("timezone") || homeZone,
    place: text("place"),
    link: text("link"),
  };
}

/** A day (`2026-12-03`) in the three fields of a form. */
export function partsOf(day: string): DayParts {
  const [year = "", month = "", date = ""] = day.split("-");
  return { day: String(Number(date)), month: String(Number(month)), year };
}

/** What stands in the form of an event that is changed. */
export function writtenGathering({ starts, ends, timezone, place, link }: Gathering): WrittenGathering {
  const from = wallTime(starts, timezone);
  const to = ends ? wallTime(ends, timezone) : null;
  return {
    starts: partsOf(from.day),
    startClock: from.clock,
    ends: to && to.day !== from.day ? partsOf(to.day) : noDay,
    endClock: to?.clock ?? "",
    timezone,
    place: place ?? "",
    link: link ?? "",
  };
}
