import { createHash } from "node:crypto";
import type { Gathering } from "./input.ts";

/** An event as a calendar takes it in. */
export interface CalendarEntry extends Gathering {
  /** Its ActivityPub address: the same event is the same entry on every server. */
  iri: string;
  title: string;
  /** In plain words. */
  text: string;
  /** Its page here. */
  href: string;
  changed: Date;
}

const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r?\n/g, "\\n")
    // What no calendar has in a line.
    .replace(/[\p{Cc}]/gu, "");

const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, "");

/** Lines of at most 75 octets, those that go on with a space before them; no character is cut in two. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let room = 75;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (size > room) {
      parts.push(part);
      part = "";
      room = 74;
    }
    part += character;
    room -= size;
  }
  return [...parts, part].join("\r\n ");
}

/** One event for a calendar (RFC 5545). Times are universal: each calendar shows them as its own clock does. */
export function calendarOf(entry: CalendarEntry): string {
  const { iri, title, text, href, starts, ends, place, link, changed } = entry;
  const uid = createHash("sha256").update(iri).digest("hex").slice(0, 40);
  const where = [place, link].filter(Boolean).join(", ");
  const about = [text, link, href].filter(Boolean).join("\n\n");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Tombolo//Events//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${uid}@${new URL(iri).hostname}`,
    `DTSTAMP:${utc(changed)}`,
    `LAST-MODIFIED:${utc(changed)}`,
    `DTSTART:${utc(starts)}`,
    ...(ends ? [`DTEND:${utc(ends)}`] : []),
    `SUMMARY:${escaped(title)}`,
    ...(about ? [`DESCRIPTION:${escaped(about)}`] : []),
    ...(where ? [`LOCATION:${escaped(where)}`] : []),
    `URL:${href}`,
    "STATUS:CONFIRMED",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}
