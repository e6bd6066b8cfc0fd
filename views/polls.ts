import type { PollShown } from "../src/polls/queries.ts";
import type { WrittenPoll } from "../src/polls/form.ts";
import { attributes, html, type Html } from "./html.ts";
import { button, checkboxes, details, input, radios, select } from "./nhs/index.ts";
import { problemAt, type Problem, when } from "./parts/index.ts";

const votes = (count: number): string => `${count.toLocaleString("en-GB")} ${count === 1 ? "vote" : "votes"}`;

const share = (count: number, all: number): number => (all > 0 ? Math.round((100 * count) / all) : 0);

/** How many have voted, and until when. */
function state({ voters, votes: all, ended, ends, options }: PollShown, now: Date): Html {
  const people =
    voters === null
      ? options.every((one) => one.votes === null)
        ? null
        : votes(all)
      : `${voters.toLocaleString("en-GB")} ${voters === 1 ? "person has" : "people have"} voted`;
  const end = ends ? html`${ended ? "Ended" : "Ends"} ${when(ends, now)}` : ended ? "Ended" : null;
  return html`<p class="poll__state">${people}${people && end ? " · " : null}${end}</p>`;
}

function result(poll: PollShown, position: number): Html {
  const { text, votes: count } = poll.options[position]!;
  const mine = poll.own.includes(position) ? html` <span class="poll__mine">Your vote</span>` : null;
  if (count === null) return html`<li><span dir="auto">${text}</span>${mine}</li>`;
  const all = poll.multiple && poll.voters !== null ? poll.voters : poll.votes;
  const percent = share(count, all);
  return html`<li>
    <span dir="auto">${text}</span>${mine}
    <span class="poll__count">${percent}%, ${votes(count)}</span>
    <meter class="poll__bar" min="0" max="100" value="${Math.min(percent, 100)}" aria-label="${text}">
      ${percent}%
    </meter>
  </li>`;
}

export interface PollPartProps {
  /** Vote. */
  may: boolean;
  now: Date;
  /** The page it is shown on, path and query: whoever votes comes back there. */
  back: string;
  /** It was sent without an answer. */
  unanswered?: boolean;
  /** Takes the focus where htmx puts it in place of the form. */
  focused?: boolean;
}

/** The form of one who may vote. What is missing is said beside it, and the first answer has the focus then. */
function voting(poll: PollShown, { now, back, unanswered = false }: PollPartProps): Html {
  const { id, options, multiple } = poll;
  const action = `/polls/${id}/votes`;
  const choice = {
    name: "choice",
    idPrefix: `poll-${id}`,
    small: true,
    errorMessage: unanswered && (multiple ? "Choose one or more answers" : "Choose an answer"),
    fieldset: { legend: { text: multiple ? "Choose one or more answers" : "Choose one answer" } },
    items: options.map(({ text }, value) => ({
      value: String(value),
      text,
      attributes: { autofocus: unanswered && value === 0 },
    })),
  };
  return html`<form
    class="poll"
    id="votes-${id}"
    method="post"
    action="${action}"
    hx-post="${action}"
    hx-target="#votes-${id}"
    hx-swap="outerHTML"
  >
    <input type="hidden" name="back" value="${back}" />
    ${multiple ? checkboxes(choice) : radios(choice)}
    ${button({ text: "Vote", variant: "secondary", preventDoubleClick: true })} ${state(poll, now)}
  </form>`;
}

/** What a post asks: a form for one who may vote, and else how it stands, in words and bars. */
export function pollPart(poll: PollShown, props: PollPartProps): Html {
  const { id, options, ended, voted } = poll;
  const { may, now, focused } = props;
  if (may) return voting(poll, props);
  const kept = !ended && options.every((one) => one.votes === null);
  const early = !ended && !voted;
  const focus = focused ? attributes({ tabindex: -1, autofocus: true }) : null;
  return html`<div class="poll" id="votes-${id}" ${focus}>
    ${
      early
        ? html`<ul class="poll__options" aria-label="Answers">
            ${options.map(({ text }) => html`<li dir="auto">${text}</li>`)}
          </ul>`
        : html`<ul class="poll__options" aria-label="${kept ? "Answers" : "Results"}">
            ${options.map((_, position) => result(poll, position))}
          </ul>`
    }
    ${kept ? html`<p class="poll__state">The results are shown when the poll has ended.</p>` : null}
    ${state(poll, now)}
  </div>`;
}

const runs = [
  [3600, "1 hour"],
  [6 * 3600, "6 hours"],
  [24 * 3600, "1 day"],
  [3 * 24 * 3600, "3 days"],
  [7 * 24 * 3600, "1 week"],
  [14 * 24 * 3600, "2 weeks"],
  [28 * 24 * 3600, "4 weeks"],
] as const;

/** Of a form that nobody has filled in. */
export const emptyPoll: WrittenPoll = {
  options: ["", "", "", ""],
  runs: 24 * 3600,
  multiple: false,
  hideTotals: false,
};

export interface PollFieldsProps {
  /** Tells the forms of one page apart. */
  place: number | "post";
  /** Who can vote, in words. */
  voters?: string;
  written: WrittenPoll;
  problems: readonly Problem[];
}

/** The part of a writing form for a poll, closed at first. */
export function pollFields({
  place,
  voters = "Whoever may comment here",
  written,
  problems,
}: PollFieldsProps): Html {
  const field = `poll-options-${place}`;
  const failed = problemAt(problems, field);
  return details({
    summary: { text: "Add a poll" },
    open: failed !== undefined || written.options.some((text) => text !== ""),
    html: html`${written.options.map((text, n) =>
      input({
        name: "poll-option",
        id: n === 0 ? field : `${field}-${n + 1}`,
        label: `Answer ${n + 1}${n < 2 ? "" : " (optional)"}`,
        hint: n === 0 ? `Up to 50 characters each. ${voters} can vote, once.` : undefined,
        value: text,
        errorMessage: n === 0 ? failed : undefined,
        autocomplete: "off",
        attributes: { maxlength: 50, dir: "auto" },
      }),
    )}
    ${select({
      name: "poll-runs",
      id: `poll-runs-${place}`,
      label: "How long does it run?",
      value: String(written.runs),
      items: runs.map(([seconds, text]) => ({ value: String(seconds), text })),
    })}
    ${checkboxes({
      name: "poll-how",
      idPrefix: `poll-how-${place}`,
      small: true,
      items: [
        { value: "multiple", text: "People may choose more than one answer", checked: written.multiple },
        { value: "hidden", text: "Keep the results back until it has ended", checked: written.hideTotals },
      ],
    })}`,
  });
}
