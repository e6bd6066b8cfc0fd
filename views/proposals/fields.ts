import type { WrittenProposal } from "../../src/proposals/form.ts";
import { html, type Html } from "../html.ts";
import { dateInput, input } from "../nhs/index.ts";
import { problemAt, type Problem } from "../parts/index.ts";

export interface ProposalFieldsProps {
  written: WrittenProposal;
  problems: readonly Problem[];
}

const small = "nhsuk-label--s";

/** The part of a form that says how many, until when and where. All of it may be left empty. */
export function proposalFields({ written, problems }: ProposalFieldsProps): Html {
  return html`${input({
    name: "quantity",
    label: { text: "How many (optional)", classes: small },
    hint: "A number, where it is something that one can count.",
    value: written.quantity,
    width: 5,
    inputmode: "numeric",
    autocomplete: "off",
    errorMessage: problemAt(problems, "quantity"),
    attributes: { maxlength: 12 },
  })}
  ${dateInput({
    id: "until",
    fieldset: { legend: { text: "Last day (optional)", classes: "nhsuk-fieldset__legend--s" } },
    hint: "It closes by itself when this day is over. For example, 27 3 2027",
    errorMessage: problemAt(problems, "until-day"),
    items: (["day", "month", "year"] as const).map((part) => ({
      name: `until-${part}`,
      id: `until-${part}`,
      label: { text: part.charAt(0).toUpperCase() + part.slice(1) },
      width: part === "year" ? 4 : 2,
      value: written.until[part],
      autocomplete: "off",
    })),
  })}
  ${input({
    name: "place",
    label: { text: "Where (optional)", classes: small },
    hint: "Where it is, or where it is needed.",
    value: written.place,
    errorMessage: problemAt(problems, "place"),
    autocomplete: "off",
    attributes: { maxlength: 300, dir: "auto" },
  })}`;
}
