import type { ProposalFacts, ProposalShown } from "../../src/proposals/queries.ts";
import type { Purpose } from "../../src/proposals/rules.ts";
import { html, type Html } from "../html.ts";
import { button, summaryList } from "../nhs/index.ts";
import { dateText, time } from "../parts/index.ts";
import { proposalWords } from "./words.ts";

export interface ProposalProps {
  proposal: ProposalShown;
  purpose: Purpose;
  /** Address of the discussion. */
  path: string;
  /** Whether the visitor says if it still stands. */
  may: boolean;
}

const day = (date: Date): Html => time({ iso: date.toISOString(), text: dateText(date) });

function state({ proposal, purpose }: ProposalProps): Html | null {
  const { closed, past, lastDay } = proposal;
  if (closed) return html`<p class="proposal__state"><b>${proposalWords[purpose].closed}</b></p>`;
  if (!past || !lastDay) return null;
  return html`<p class="proposal__state">
    <b>${proposalWords[purpose].closed}:</b> it ended on ${day(lastDay)}
  </p>`;
}

/** After its last day only another last day opens it again: that is an edit. */
function settling({ proposal, purpose, path, may }: ProposalProps): Html | null {
  const { closed, past } = proposal;
  if (!may || (past && !closed)) return null;
  const { close, reopen } = proposalWords[purpose];
  return html`<form method="post" action="${path}/settle">
    <input type="hidden" name="closed" value="${closed ? "no" : "yes"}" />
    ${button({ text: closed ? reopen : close, variant: "secondary", preventDoubleClick: true })}
  </form>`;
}

/** How many, until when and where an offer or a request is, and whether it still stands. */
export function proposalPart(props: ProposalProps): Html | null {
  const { quantity, lastDay, place, past } = props.proposal;
  const rows = [
    quantity === null ? null : { key: "How many", value: { text: quantity.toLocaleString("en-GB") } },
    lastDay && !past ? { key: "Until", value: { html: day(lastDay) } } : null,
    place ? { key: "Where", value: { html: html`<span dir="auto">${place}</span>` } } : null,
  ].filter((row) => row !== null);
  const [said, button] = [state(props), settling(props)];
  if (rows.length === 0 && !said && !button) return null;
  return html`<section
    class="letter proposal"
    aria-label="${props.purpose === "offer" ? "The offer" : "The request"}"
  >
    ${said} ${rows.length > 0 ? summaryList({ rows, lastRowBorder: false }) : null} ${button}
  </section>`;
}

/** The same in one line, of an earlier wording. */
export function proposalLine({ quantity, lastDay, place }: ProposalFacts): Html | null {
  const facts = [
    quantity === null ? null : html`How many: ${quantity.toLocaleString("en-GB")}`,
    lastDay && html`Until ${day(lastDay)}`,
    place && html`<span dir="auto">${place}</span>`,
  ].filter((fact) => fact !== null && fact !== "");
  if (facts.length === 0) return null;
  return html`<p>${facts.map((fact, index) => html`${index > 0 ? " · " : ""}${fact}`)}</p>`;
}
