import type { WrittenGathering } from "../../src/gatherings/form.ts";
import { html, type Html } from "../html.ts";
import { dateInput, details, input, select } from "../nhs/index.ts";
import { problemAt, type Problem } from "../parts/index.ts";

/** Those that people here and their partners live by; the one that an event has already is added. */
const zones = [
  ["Europe/London", "London"],
  ["Europe/Dublin", "Dublin"],
  ["Europe/Lisbon", "Lisbon"],
  ["Europe/Paris", "Paris, Berlin, Rome"],
  ["Europe/Athens", "Athens, Helsinki"],
  ["America/New_York", "New York"],
  ["America/Los_Angeles", "Los Angeles"],
  ["Africa/Lagos", "Lagos"],
  ["Africa/Johannesburg", "Johannesburg"],
  ["Asia/Kolkata", "Delhi, Mumbai"],
  ["Asia/Manila", "Manila"],
  ["Australia/Sydney", "Sydney"],
  ["Pacific/Auckland", "Auckland"],
  ["UTC", "Universal time"],
] as const;

export interface GatheringFieldsProps {
  written: WrittenGathering;
  problems: readonly Problem[];
}

const small = "nhsuk-label--s";

/** The part of a form that says when and where an event is. */
export function gatheringFields({ written, problems }: GatheringFieldsProps): Html {
  const date = (name: "starts" | "ends", title: string, hint: string): Html =>
    dateInput({
      id: name,
      fieldset: { legend: { text: title, classes: "nhsuk-fieldset__legend--s" } },
      hint,
      errorMessage: problemAt(problems, `${name}-day`),
      items: (["day", "month", "year"] as const).map((part) => ({
        name: `${name}-${part}`,
        id: `${name}-${part}`,
        label: { text: part.charAt(0).toUpperCase() + part.slice(1) },
        width: part === "year" ? 4 : 2,
        value: written[name][part],
        autocomplete: "off",
      })),
    });
  const time = (name: "startClock" | "endClock", title: string, hint: string): Html =>
    input({
      name,
      label: { text: title, classes: small },
      hint,
      value: written[name],
      width: 5,
      autocomplete: "off",
      errorMessage: problemAt(problems, name),
      attributes: { maxlength: 10 },
    });
  const { timezone } = written;
  const known = zones.some(([zone]) => zone === timezone);
  const several = problemAt(problems, "ends-day");
  return html`${date("starts", "Date", "For example, 27 3 2027")}
  ${time("startClock", "Starts at", "For example, 14:30 or 2:30pm")}
  ${time("endClock", "Ends at", "For example, 16:00 or 4pm")}
  ${details({
    summary: { text: "It lasts several days, or is in another time zone" },
    open: several !== undefined || written.ends.day !== "" || timezone !== "Europe/London",
    html: html`${date("ends", "Last day", "Leave it empty if it ends on the same day.")}
    ${select({
      name: "timezone",
      label: { text: "Time zone", classes: small },
      hint: "The times are those of clocks there.",
      value: timezone,
      errorMessage: problemAt(problems, "timezone"),
      items: [
        ...zones.map(([value, text]) => ({ value, text })),
        ...(known ? [] : [{ value: timezone, text: timezone }]),
      ],
    })}`,
  })}
  ${input({
    name: "place",
    label: { text: "Place", classes: small },
    hint: "Room, building and address. Leave it empty if it is online only.",
    value: written.place,
    errorMessage: problemAt(problems, "place"),
    autocomplete: "off",
    attributes: { maxlength: 300, dir: "auto" },
  })}
  ${input({
    name: "link",
    type: "url",
    label: { text: "Link to take part online (optional)", classes: small },
    hint: "Whoever can read the event sees it.",
    value: written.link,
    errorMessage: problemAt(problems, "link"),
    autocomplete: "off",
    attributes: { maxlength: 1000 },
  })}`;
}
