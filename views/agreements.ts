import type { AgreementItem } from "../src/agreements/queries.ts";
import type { FieldProblem } from "../src/core/refusal.ts";
import { html, type Html } from "./html.ts";
import type { Shell } from "./layout/page.ts";
import {
  button,
  checkboxes,
  fileUpload,
  input,
  insetText,
  summaryList,
  tables,
  tag,
  textarea,
  type TagColour,
} from "./nhs/index.ts";
import { adminPage } from "./organisations/admin-frame.ts";
import { bar, dateText, empty, levelName, problemAt, when, type Level } from "./parts/index.ts";
import { formPage, line, lines } from "./people/form-page.ts";

const states: Record<AgreementItem["standing"], { text: string; colour: TagColour }> = {
  offered: { text: "Waits for an answer", colour: "yellow" },
  active: { text: "Active", colour: "green" },
  "not yet": { text: "Not yet begun", colour: "blue" },
  declined: { text: "Declined", colour: "red" },
  withdrawn: { text: "Taken back", colour: "grey" },
  ended: { text: "Ended", colour: "grey" },
  lapsed: { text: "Lapsed", colour: "grey" },
};

const list = "/admin/agreements";
const back = { href: list, text: "Sharing agreements" };
const levelsText = (levels: string[]): string => levels.map((one) => levelName(one as Level)).join(", ");
/** The last day itself, where the moment after it is kept. */
const lastDay = (ends: Date | null): string =>
  ends ? dateText(new Date(ends.getTime() - 12 * 60 * 60_000)) : "Until one of you ends it";

export function agreementsPage({
  shell,
  agreements,
  now,
}: {
  shell: Shell;
  agreements: AgreementItem[];
  now: Date;
}): Html {
  const table = tables({
    responsive: true,
    head: [
      { text: "With" },
      { text: "State" },
      { text: "Workspaces" },
      { text: "Last day" },
      { text: "Offered" },
    ],
    rows: agreements.map(({ id, organisation, standing, levels, ends, created, ours }) => [
      { html: html`<a href="${list}/${id}"><bdi>${organisation}</bdi></a>` },
      { html: tag(states[standing]) },
      { text: levelsText(levels) },
      { text: lastDay(ends) },
      { html: html`${ours ? "by you" : "by them"}, ${when(created, now)}` },
    ]),
  });
  return adminPage({
    shell,
    title: "Sharing agreements",
    room: "agreements",
    main: html`<p>
        What is written in open workspaces goes to any server. Everything else leaves your organisation only
        to those with which it has an agreement that both sides have confirmed.
      </p>
      ${bar({
        heading: html`<h2 class="nhsuk-heading-m">With other organisations</h2>`,
        action: button({ href: `${list}/new`, text: "Offer an agreement" }),
      })}
      ${
        agreements.length > 0
          ? table
          : empty({
              title: "No agreements yet",
              text: "Offer one to an organisation, and its administrator confirms it.",
              level: 3,
            })
      }`,
  });
}

export function offerPage(props: {
  shell: Shell;
  values: Record<string, string>;
  levels: string[];
  problems: readonly FieldProblem[];
}): Html {
  const { shell, levels, problems } = props;
  const item = (value: Level, hint: string) => ({ value, text: levelName(value), hint });
  const day = (name: string, label: string, hint: string) =>
    line(props, { name, label, hint, type: "date", width: 10, autocomplete: "off" });
  return formPage({
    ...props,
    shell,
    title: "Offer a sharing agreement",
    current: "admin",
    action: `${list}/new`,
    multipart: true,
    back,
    lead: html`<p>
      Both sides see the same agreement. It counts once an administrator there has confirmed it.
    </p>`,
    content: html`${line(props, {
      name: "host",
      label: "Address of the organisation",
      hint: "For example, tombolo.south.example",
      autocomplete: "off",
      spellcheck: false,
    })}
    ${lines(props, { name: "purpose", label: "What you share and why", rows: 4 })}
    ${line(props, {
      name: "contact",
      label: "Whom they can speak to",
      hint: "Name and how to reach them. The other side sees this.",
      autocomplete: "off",
    })}
    ${checkboxes({
      name: "levels",
      values: levels,
      fieldset: { legend: { text: "Which workspaces it covers", size: "s" } },
      errorMessage: problemAt(problems, "levels"),
      items: [
        item("restricted", "Their members can ask to join yours, and yours theirs."),
        item("private", "The same for workspaces that are not listed."),
        item("confidential", "Only those whose managers name this organisation."),
      ],
    })}
    ${day("starts", "First day (optional)", "Left empty, it counts from when they confirm.")}
    ${day("ends", "Last day (optional)", "Left empty, it counts until one of you ends it.")}
    ${fileUpload({
      name: "document",
      label: "Document (optional)",
      hint: "The text you both sign: PDF or Word, smaller than 10 MB. The other side gets a copy.",
      errorMessage: problemAt(problems, "document"),
      attributes: { accept: ".pdf,.docx" },
    })}`,
    submit: "Offer the agreement",
  });
}

function facts({ levels, contact, answer, starts, ends, ours, ...one }: AgreementItem, now: Date): Html {
  const ended = one.ended
    ? html`${when(one.ended, now)}${one.endedByUs === null ? "" : one.endedByUs ? ", by you" : ", by them"}${one.endReason ? html`: <span dir="auto">${one.endReason}</span>` : null}`
    : null;
  return summaryList({
    rows: [
      { key: "State", value: { html: tag(states[one.standing]) } },
      { key: "Offered", value: { html: html`${ours ? "By you" : "By them"}, ${when(one.created, now)}` } },
      { key: "Purpose", value: { html: html`<span dir="auto">${one.purpose}</span>` } },
      { key: "Covers", value: levelsText(levels) },
      { key: "Contact", value: { html: html`<span dir="auto">${contact}</span>` } },
      { key: "First day", value: dateText(starts) },
      { key: "Last day", value: lastDay(ends) },
      one.documentName
        ? {
            key: "Document",
            value: { html: html`<a href="${list}/${one.id}/document" dir="auto">${one.documentName}</a>` },
          }
        : null,
      one.decided
        ? {
            key: one.state === "declined" ? "Declined" : "Confirmed",
            value: { html: html`${when(one.decided, now)}${one.inWriting ? ", in writing" : ""}` },
          }
        : null,
      answer ? { key: "What they said", value: { html: html`<span dir="auto">${answer}</span>` } } : null,
      ended ? { key: "Ended", value: { html: ended } } : null,
    ],
  });
}

export interface AgreementPageProps {
  shell: Shell;
  agreement: AgreementItem;
  problems: readonly FieldProblem[];
  values: Record<string, string>;
  now: Date;
}

function answerForm({ agreement, ...filled }: AgreementPageProps): Html {
  return html`<form method="post" action="${list}/${agreement.id}/answer">
    <h2 class="nhsuk-heading-m">Do you confirm it?</h2>
    <p>
      Once you confirm, members of each organisation can ask to join such workspaces of the other. A manager
      decides each time.
    </p>
    ${lines(filled, { name: "answer", label: "What do you want to tell them? (optional)", rows: 3 })}
    <div class="nhsuk-button-group">
      ${button({ text: "Confirm", name: "decision", value: "confirm" })}
      ${button({ text: "Decline", name: "decision", value: "decline", variant: "secondary" })}
    </div>
  </form>`;
}

function writingForm({ agreement, values, problems }: AgreementPageProps): Html {
  return html`<form method="post" action="${list}/${agreement.id}/in-writing">
    <h2 class="nhsuk-heading-m">Confirmed in writing?</h2>
    <p>
      Their software${agreement.software ? html`, <bdi>${agreement.software}</bdi>,` : ""} cannot confirm an
      agreement by itself. If they have signed it, record that here.
    </p>
    ${input({
      name: "answer",
      label: "Who confirmed it, and where is that kept?",
      value: values.answer,
      errorMessage: problemAt(problems, "answer"),
      autocomplete: "off",
    })}
    ${button({ text: "Record that they confirmed", variant: "secondary" })}
  </form>`;
}

/** `/admin/agreements/:id` */
export function agreementPage(props: AgreementPageProps): Html {
  const { shell, agreement, now, problems } = props;
  const { organisation, host, state, ours, software, id } = agreement;
  const waits = state === "offered";
  const action = waits
    ? ours
      ? software === "tombolo"
        ? insetText({ html: html`<p><bdi>${organisation}</bdi> has to confirm it.</p>` })
        : writingForm(props)
      : answerForm(props)
    : null;
  const ending =
    state === "active" || (waits && ours)
      ? html`<p><a href="${list}/${id}/end">${waits ? "Take back the offer" : "End this agreement"}</a></p>`
      : null;
  return adminPage({
    shell,
    title: `Agreement with ${organisation}`,
    room: "agreements",
    problems,
    back,
    main: html`<p>Their server is <b>${host}</b>.</p>
      ${facts(agreement, now)} ${action} ${ending}`,
  });
}

/** Asks whether to end it, and says what that means. */
export function endPage(props: {
  shell: Shell;
  agreement: AgreementItem;
  problems: readonly FieldProblem[];
  values: Record<string, string>;
}): Html {
  const { shell, agreement, problems, values } = props;
  const { organisation, id, state } = agreement;
  const offered = state === "offered";
  return formPage({
    shell,
    title: offered ? `Take back your offer to ${organisation}?` : `End the agreement with ${organisation}?`,
    current: "admin",
    problems,
    values,
    action: `${list}/${id}/end`,
    back: { href: `${list}/${id}`, text: "The agreement" },
    lead: offered
      ? html`<p>They can no longer confirm it.</p>`
      : html`<ul class="nhsuk-list nhsuk-list--bullet">
          <li>Their members leave your workspaces that are not open, and yours leave theirs.</li>
          <li>Their server is asked to delete what it holds of your workspaces, and to confirm that.</li>
          <li>Open workspaces go on.</li>
        </ul>`,
    content: textarea({
      name: "reason",
      label: "Reason (optional). They see it.",
      value: values.reason,
      rows: 3,
      errorMessage: problemAt(problems, "reason"),
      attributes: { dir: "auto" },
    }),
    submit: offered ? "Take back the offer" : "End the agreement",
    variant: "warning",
    after: html`<p><a href="${list}/${id}">Keep it</a></p>`,
  });
}
