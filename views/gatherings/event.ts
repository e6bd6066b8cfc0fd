import type { GatheringShown } from "../../src/gatherings/queries.ts";
import { html, type Html } from "../html.ts";
import { button, summaryList } from "../nhs/index.ts";
import { span, who } from "../parts/index.ts";

export interface EventProps {
  event: GatheringShown;
  /** Address of the discussion. */
  path: string;
  /** Whether the visitor can say that they come. */
  may: boolean;
  /** Its own page, of one from elsewhere. */
  original: string | null;
}

const people = (count: number, one: string, several: string): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : several}`;

function where({ place, link, online }: GatheringShown): Html | null {
  const host = link ? URL.parse(link)?.host : null;
  const joins = link
    ? html`<a href="${link}" rel="nofollow noopener noreferrer">Take part online</a> (${host})`
    : null;
  if (!place && !joins) return online ? html`Online` : null;
  return html`${place ? html`<span dir="auto">${place}</span>` : null}${place && joins ? html`<br />` : null}${joins}`;
}

function answers({ event, path, may, original }: EventProps): Html {
  const { over, open, own, asked } = event;
  if (over) return html`<p class="event__state">This event is over.</p>`;
  if (!open)
    return html`<p class="event__state">
      ${
        original
          ? html`<a href="${original}" rel="nofollow noopener noreferrer">Take part on its own page</a>`
          : "Its organisers do not take answers here."
      }
    </p>`;
  if (!may) return html``;
  const choice = (answer: string, text: string, secondary: boolean) =>
    html`<form method="post" action="${path}/answer">
      <input type="hidden" name="answer" value="${answer}" />
      ${button({ text, variant: secondary ? "secondary" : undefined, preventDoubleClick: true })}
    </form>`;
  const said =
    own === "coming"
      ? asked
        ? "You have asked to come. The organisers decide."
        : "You are coming."
      : own === "not coming"
        ? "You are not coming."
        : null;
  return html`${said ? html`<p class="event__state"><b>${said}</b></p>` : null}
    <div class="event__answers">
      ${own === "coming" ? null : choice("coming", "I am coming", false)}
      ${own === "not coming" ? null : choice("not coming", "I am not coming", true)}
      ${own === "none" ? null : choice("none", "Take back my answer", true)}
    </div>`;
}

function list({ coming, comes, staysAway }: GatheringShown): Html {
  const away = staysAway > 0 ? people(staysAway, "is not coming", "are not coming") : null;
  return html`<h2 class="nhsuk-heading-s" id="who-comes">
      ${comes === 0 ? "Nobody has said yet that they are coming" : people(comes, "person is coming", "people are coming")}
    </h2>
    ${
      coming.length > 0
        ? html`<ul class="event__people" aria-labelledby="who-comes">
            ${coming.map(({ name, href, post, picture }) => html`<li>${who({ name, href, post, picture, small: true })}</li>`)}
          </ul>`
        : null
    }
    ${comes > coming.length ? html`<p class="event__state">and ${people(comes - coming.length, "other", "others")}</p>` : null}
    ${away ? html`<p class="event__state">${away}</p>` : null}`;
}

/** When and where an event is, and who comes. */
export function eventPart(props: EventProps): Html {
  const { event, path } = props;
  const place = where(event);
  return html`<section class="letter event" aria-label="When and where">
    ${summaryList({
      rows: [
        { key: "When", value: { html: span(event) } },
        place ? { key: "Where", value: { html: place } } : null,
      ],
      lastRowBorder: false,
    })}
    ${answers(props)}
    <p class="event__calendar">
      <a href="${path}/event.ics" download
        >Add to your calendar<span class="nhsuk-u-visually-hidden"> (an .ics file)</span></a
      >
    </p>
    ${list(event)}
  </section>`;
}
