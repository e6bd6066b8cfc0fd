/** A moment before now: "3d 09:15" is three days ago at 09:15 in London, "2h" and "40m" are hours and minutes ago. */
export type When = `${number}d ${number}:${number}` | `${number}h` | `${number}m`;

const minute = 60_000;
const london = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
  hourCycle: "h23",
});

/** What clocks in London show, as if it were UTC. */
function shownInLondon(at: Date): number {
  const part = Object.fromEntries(london.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
}

/** The moment that is meant, seen from `now`; never later than it. */
export function moment(when: When, now: Date): Date {
  const [, ago, unit, hour, past] = /^(\d+)([dhm])(?: (\d+):(\d+))?$/.exec(when) ?? [];
  if (unit === "h") return new Date(now.getTime() - Number(ago) * 60 * minute);
  if (unit === "m") return new Date(now.getTime() - Number(ago) * minute);
  if (hour === undefined) throw new Error(`"${when}" is no moment`);
  const today = new Date(shownInLondon(now));
  const shown = Date.UTC(
    today.getUTCFullYear(),
    today.getUTCMonth(),
    today.getUTCDate() - Number(ago),
    Number(hour),
    Number(past),
  );
  const ahead = shownInLondon(new Date(shown)) - shown;
  return new Date(Math.min(shown - ahead, now.getTime()));
}
