export const homeZone = "Europe/London";

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks show in a zone, as `Intl` writes it. It is kept once for a zone, however somebody spells its name. */
function clockIn(name: string): Intl.DateTimeFormat {
  const timezone = name.toLowerCase();
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timezone, format);
  }
  return format;
}

/** Whether a name is that of a time zone (IANA). */
export function isZone(name: string | null | undefined): name is string {
  if (!name || name.length > 60 || !/^[A-Za-z]/.test(name)) return false;
  try {
    clockIn(name);
    return true;
  } catch {
    return false;
  }
}

/** A moment on the clocks of a zone. */
export interface WallTime {
  /** `2026-12-03` */
  day: string;
  /** `14:30` */
  clock: string;
}

export function wallTime(at: Date, timezone: string): WallTime {
  const parts = Object.fromEntries(
    clockIn(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    clock: `${parts.hour}:${parts.minute}`,
  };
}

/**
 * When the clocks of a zone show this. Of an hour that they show twice, the first one; an hour that they leave out is
 * taken as if it went on.
 */
export function momentAt({ day, clock }: WallTime, timezone: string): Date {
  const wanted = Date.parse(`${day}T${clock}:00Z`);
  const ahead = (at: number): number => {
    const shown = wallTime(new Date(at), timezone);
    return Date.parse(`${shown.day}T${shown.clock}:00Z`) - at;
  };
  const hours = 3 * 60 * 60_000;
  // Before a change of the clocks, and after it.
  const [early, late] = [wanted - ahead(wanted - hours), wanted - ahead(wanted + hours)];
  const fits = [early, late].filter((at) => at + ahead(at) === wanted);
  return new Date(fits.length > 0 ? Math.min(...fits) : early);
}
