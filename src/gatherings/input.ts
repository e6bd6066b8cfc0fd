import { z } from "zod";
import { type JoinMode, longestGathering, longestPlace } from "./rules.ts";
import { homeZone, isZone, momentAt } from "./zones.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `2026-12-03`, or nothing for what is no day. */
export function dayFrom(parts: { day: string; month: string; year: string }): string | null {
  const [day, year] = [Number(parts.day), Number(parts.year)];
  const word = parts.month.trim().toLowerCase();
  const month = /^\d{1,2}$/.test(word) ? Number(word) : months.indexOf(word.slice(0, 3)) + 1;
  if (!/^\s*\d{1,2}\s*$/.test(parts.day) || !/^\s*\d{4}\s*$/.test(parts.year)) return null;
  const text = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const at = new Date(`${text}T00:00:00Z`);
  const real = !Number.isNaN(at.getTime()) && at.getUTCDate() === day && at.getUTCMonth() + 1 === month;
  return real && year >= 1970 && year < 2200 ? text : null;
}

/** `14:30`, from "14:30", "14.30", "1430", "2:30pm", "2pm"; nothing for what is no time. */
export function clockFrom(text: string): string | null {
  const [, hours = "", minutes = "0", half] =
    /^(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap]m)?$/.exec(text.trim().toLowerCase().replaceAll(" ", "")) ?? [];
  if (hours === "") return text.trim().toLowerCase() === "midday" ? "12:00" : null;
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null;
  const whole = half ? (hour % 12) + (half === "pm" ? 12 : 0) : hour;
  return `${String(whole).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const day = (field: string, missing: string) =>
  z.object({ day: z.string(), month: z.string(), year: z.string() }).transform((parts, ctx) => {
    const empty = [parts.day, parts.month, parts.year].every((one) => one.trim() === "");
    const found = dayFrom(parts);
    if (found) return found;
    ctx.addIssue({
      code: "custom",
      message: empty ? missing : `${field} must be a real date, such as 27 3 2027`,
    });
    return z.NEVER;
  });

const clock = (field: string, missing: string) =>
  z.string().transform((text, ctx) => {
    const found = clockFrom(text);
    if (found) return found;
    ctx.addIssue({
      code: "custom",
      message: text.trim() === "" ? missing : `${field} must be a time, such as 14:30 or 2:30pm`,
    });
    return z.NEVER;
  });

const link = z
  .string()
  .trim()
  .max(1000, "The link must be 1,000 characters or fewer")
  .refine(
    (text) => text === "" || (/^https?:\/\//i.test(text) && URL.canParse(text)),
    "The link must begin with https://",
  )
  .transform((text) => text || null);

const empty = { day: "", month: "", year: "" };

/** When and where, as a form has it. Its fields are those of the form, for messages. */
export const gatheringInput = z
  .object({
    starts: day("The date", "Enter the date of the event"),
    startClock: clock("The start", "Enter when it starts"),
    /** Left empty where it ends on the same day. */
    ends: z.object({ day: z.string(), month: z.string(), year: z.string() }).default(empty),
    endClock: clock("The end", "Enter when it ends"),
    timezone: z.string().refine(isZone, "Choose a time zone").default(homeZone),
    place: z
      .string()
      .trim()
      .max(longestPlace, `The place must be ${longestPlace} characters or fewer`)
      .transform((text) => text || null)
      .default(null),
    link: link.default(null),
  })
  .transform(({ starts, startClock, ends, endClock, timezone, place, link }, ctx): Gathering => {
    const same = Object.values(ends).every((one) => one.trim() === "");
    const last = same ? starts : dayFrom(ends);
    const problem = (field: string, message: string) => {
      ctx.addIssue({ code: "custom", path: [field], message });
      return z.NEVER;
    };
    if (!last) return problem("ends", "The last day must be a real date, such as 27 3 2027");
    const from = momentAt({ day: starts, clock: startClock }, timezone);
    const to = momentAt({ day: last, clock: endClock }, timezone);
    if (to <= from) return problem("endClock", "The end must be after the start");
    if (to.getTime() - from.getTime() > longestGathering)
      return problem("ends", "An event can last 60 days at most");
    if (!place && !link) return problem("place", "Enter where it is, or a link to take part online");
    return { starts: from, ends: to, timezone, place, online: link !== null, link, joinMode: "free" };
  });

export type GatheringInput = z.input<typeof gatheringInput>;

/** When and where something takes place. */
export interface Gathering {
  starts: Date;
  ends: Date | null;
  timezone: string;
  place: string | null;
  online: boolean;
  link: string | null;
  joinMode: JoinMode;
}
