import { html, type Html } from "../html.ts";

export interface Span {
  starts: Date;
  ends: Date | null;
  /** Name in the IANA's database. */
  timezone: string;
}

const london = "Europe/London";
const formats = new Map<string, { day: Intl.DateTimeFormat; clock: Intl.DateTimeFormat }>();

/** Kept once for a zone, however somebody spells its name. */
function formatsOf(timezone: string) {
  const timeZone = timezone.toLowerCase();
  let found = formats.get(timeZone);
  if (!found) {
    const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
    const clock = { hour: "numeric", minute: "2-digit", hour12: true } as const;
    found = {
      day: new Intl.DateTimeFormat("en-GB", { timeZone, ...day }),
      clock: new Intl.DateTimeFormat("en-GB", { timeZone, ...clock }),
    };
    formats.set(timeZone, found);
  }
  return found;
}

/** "2pm", "2:30pm", "midday", "midnight". */
function clock(at: Date, timezone: string): string {
  const text = formatsOf(timezone).clock.format(at).replace(/\s/g, "").toLowerCase();
  const short = text.replace(/^0:/, "12:").replace(":00", "");
  return { "12pm": "midday", "12am": "midnight" }[short] ?? short;
}

/** "Thursday 3 December 2026", as the health service writes it: without commas. */
const day = (at: Date, timezone: string): string => formatsOf(timezone).day.format(at).replaceAll(",", "");

const place = (timezone: string): string => (timezone.split("/").at(-1) ?? timezone).replaceAll("_", " ");

/**
 * From when to when, on the clocks of its own place: "Thursday 3 December 2026, 2pm to 3:30pm", and where these are not
 * London's, which they are.
 */
export function spanText({ starts, ends, timezone }: Span): string {
  const [first, from] = [day(starts, timezone), clock(starts, timezone)];
  const zone = timezone === london ? "" : ` (${place(timezone)} time)`;
  if (!ends) return `${first} at ${from}${zone}`;
  const [last, to] = [day(ends, timezone), clock(ends, timezone)];
  return first === last
    ? `${first}, ${from} to ${to}${zone}`
    : `${first} at ${from} to ${last} at ${to}${zone}`;
}

/** The same for machines and for people. */
export const span = (when: Span): Html =>
  html`<time class="span" datetime="${when.starts.toISOString()}">${spanText(when)}</time>`;
