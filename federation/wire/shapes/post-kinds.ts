import { isObject, type JsonObject } from "../json.ts";
import { isIri, objects, time } from "./primitives.ts";

/** What a Question asks. */
export interface Poll {
  /** Whether one may choose several. */
  several: boolean;
  options: { name: string; votes: number }[];
  endTime: Date | null;
  closed: Date | null;
  voters: number | null;
  /** It says nothing of how many chose what: its author has them wait until the end. */
  withoutTotals: boolean;
}

/** What an Event is beside words (FEP-8a8e, and Mobilizon's). */
export interface EventDetails {
  startTime: Date | null;
  endTime: Date | null;
  timezone: string | null;
  /** The name of the place. */
  location: string | null;
  online: boolean;
  /** How one takes part: `free`, `restricted`, `external`, `invite`. */
  joinMode: string | null;
  organizers: string[];
}

const mostOptions = 100;
const count = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0;
const words = (value: unknown): string | null => (typeof value === "string" ? value.slice(0, 500) : null);

export function pollOf(document: JsonObject): Poll {
  const several = document.anyOf !== undefined && document.anyOf !== null;
  const options = objects(several ? document.anyOf : document.oneOf).slice(0, mostOptions);
  return {
    several,
    options: options.map(({ name, replies }) => ({
      name: words(name) ?? "",
      votes: isObject(replies) ? count(replies.totalItems) : 0,
    })),
    withoutTotals:
      options.length > 0 &&
      !options.some(({ replies }) => isObject(replies) && Number.isSafeInteger(replies.totalItems)),
    endTime: time.parse(document.endTime),
    closed: time.parse(document.closed),
    voters: Number.isSafeInteger(document.votersCount) ? count(document.votersCount) : null,
  };
}

export function eventOf(document: JsonObject): EventDetails {
  const place = objects(document.location)[0];
  return {
    startTime: time.parse(document.startTime),
    endTime: time.parse(document.endTime),
    timezone: words(document.timezone),
    location: words(place?.name ?? document.location),
    online: document.isOnline === true,
    joinMode: words(document.joinMode),
    organizers: [document.organizers].flat().filter(isIri),
  };
}
