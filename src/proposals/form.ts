import type { FieldProblem } from "../core/refusal.ts";
import { type DayParts, homeZone, partsOf, wallTime } from "../gatherings/index.ts";
import type { Fields } from "../web/index.ts";
import type { Proposal, ProposalInput } from "./input.ts";
import { isPast } from "./rules.ts";

/** How many, until when and where, as a form has it so far. */
export interface WrittenProposal {
  quantity: string;
  until: DayParts;
  place: string;
}

export const noProposal: WrittenProposal = {
  quantity: "",
  until: { day: "", month: "", year: "" },
  place: "",
};

/** Reads what a form says of how many, until when and where. */
export function sentProposal(all: Fields): WrittenProposal & ProposalInput {
  const text = (name: string): string => {
    const [value] = [all[name] ?? ""].flat();
    return typeof value === "string" ? value.slice(0, 2000) : "";
  };
  return {
    quantity: text("quantity"),
    until: { day: text("until-day"), month: text("until-month"), year: text("until-year") },
    place: text("place"),
  };
}

/** The last day on which it stands: until it is over. */
export const lastDay = (until: Date): Date => new Date(until.getTime() - 1);

/** What stands in the form of one that is changed. */
export const writtenProposal = ({ quantity, until, place }: Proposal): WrittenProposal => ({
  quantity: quantity === null ? "" : String(quantity),
  until: until ? partsOf(wallTime(lastDay(until), homeZone).day) : noProposal.until,
  place: place ?? "",
});

/** What is wrong with a new one that is over before it begins. */
export const pastProblem = (given: Proposal | null, now: Date): FieldProblem[] =>
  given && isPast(given, now) ? [{ field: "until-day", text: "The last day must not be over already" }] : [];
