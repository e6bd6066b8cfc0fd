import type { Fields } from "../web/index.ts";
import type { PollInput } from "./input.ts";
import { mostOptions } from "./rules.ts";

/** The poll of a writing form as it was filled in so far. */
export interface WrittenPoll {
  /** As many as a poll can have; those that are left empty are none. */
  options: string[];
  /** Seconds. */
  runs: number;
  multiple: boolean;
  hideTotals: boolean;
}

const day = 24 * 60 * 60;

export const noPoll: WrittenPoll = {
  options: Array<string>(mostOptions).fill(""),
  runs: day,
  multiple: false,
  hideTotals: false,
};

/** Reads what a writing form says of a poll: none where no answer was filled in. */
export function sentPoll(all: Fields): { written: WrittenPoll; given: PollInput | null } {
  const texts = (name: string): string[] =>
    [all[name] ?? []].flat().filter((one): one is string => typeof one === "string");
  const options = texts("poll-option").slice(0, mostOptions);
  const how = texts("poll-how");
  const written: WrittenPoll = {
    options: noPoll.options.map((_, n) => options[n] ?? ""),
    runs: Number(texts("poll-runs")[0] ?? day) || day,
    multiple: how.includes("multiple"),
    hideTotals: how.includes("hidden"),
  };
  const filled = written.options.filter((text) => text.trim() !== "");
  const { runs: expiresIn, multiple, hideTotals } = written;
  return {
    written,
    given: filled.length > 0 ? { options: filled, expiresIn, multiple, hideTotals } : null,
  };
}

/** Where the form of a place has its first answer: an error links to it. */
export const pollFieldId = (place: number | "post"): string => `poll-options-${place}`;
