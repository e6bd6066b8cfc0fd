import { html, type Html } from "../html.ts";

/** A moment as machines and as people read it. */
export interface Moment {
  /** ISO 8601, UTC. */
  iso: string;
  text: string;
}

const london = { timeZone: "Europe/London" } as const;
const dayFormat = new Intl.DateTimeFormat("en-GB", {
  ...london,
  day: "numeric",
  month: "long",
  year: "numeric",
});
const dayAndMonthFormat = new Intl.DateTimeFormat("en-GB", { ...london, day: "numeric", month: "long" });
const clockFormat = new Intl.DateTimeFormat("en-GB", { ...london, hour: "2-digit", minute: "2-digit" });
const weekdayFormat = new Intl.DateTimeFormat("en-GB", { ...london, weekday: "long" });
const ordinalFormat = new Intl.DateTimeFormat("en-CA", london);

const hour = 3_600_000;
/** Days by hour: the clocks there change on whole hours, and writing a date out costs more than drawing its row. */
const daysByHour = new Map<number, number>();
const keptHours = 10_000;

/** Days since 1970 in London's calendar, so that "yesterday" turns at midnight there. */
function dayNumber(date: Date): number {
  const hours = Math.floor(date.getTime() / hour);
  let day = daysByHour.get(hours);
  if (day === undefined) {
    if (daysByHour.size >= keptHours) daysByHour.clear();
    day = Date.parse(`${ordinalFormat.format(date)}T00:00:00Z`) / (24 * hour);
    daysByHour.set(hours, day);
  }
  return day;
}

/** "3 November 2026", in London. */
export function dateText(date: Date): string {
  return dayFormat.format(date);
}

/** "08:12", in London, on a clock of 24 hours. */
export function clockText(date: Date): string {
  return clockFormat.format(date);
}

/**
 * How long ago in words, in London time: "just now", "12 minutes ago", "3 hours ago" (today),
 * "yesterday at 08:12", "Monday at 08:12" (up to six days), then "3 November", with its year where that is over.
 * A time to come is
 * "today at 14:00", "tomorrow at 14:00" or "3 December 2026 at 14:00".
 */
export function whenText(date: Date, now: Date): string {
  const seconds = Math.floor((now.getTime() - date.getTime()) / 1000);
  const days = dayNumber(now) - dayNumber(date);
  if (seconds < -60) {
    const day = days === 0 ? "today" : days === -1 ? "tomorrow" : dateText(date);
    return `${day} at ${clockText(date)}`;
  }
  if (seconds < 60) return "just now";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "1 minute ago" : `${minutes} minutes ago`;
  const hours = Math.floor(minutes / 60);
  if (days === 0) return hours === 1 ? "1 hour ago" : `${hours} hours ago`;
  if (days === 1) return `yesterday at ${clockText(date)}`;
  if (days < 7) return `${weekdayFormat.format(date)} at ${clockText(date)}`;
  const thisYear = dayFormat.format(date).slice(-4) === dayFormat.format(now).slice(-4);
  return thisYear ? dayAndMonthFormat.format(date) : dateText(date);
}

/** The same moment for machines and for people, as `who` and `letter` take it. */
export function moment(date: Date, now: Date): Moment {
  return { iso: date.toISOString(), text: whenText(date, now) };
}

/** A `<time>` element in words; see `whenText`. */
export function when(date: Date, now: Date): Html {
  return time(moment(date, now));
}

/** A `<time>` element from a moment that has its words already. */
export function time({ iso, text }: Moment): Html {
  return html`<time datetime="${iso}">${text}</time>`;
}
