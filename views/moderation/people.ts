import type { Card } from "../../src/actors/queries.ts";
import type { AskedAct } from "../../src/workspaces/asking.ts";
import type { Blocked } from "../../src/workspaces/blocks.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import type { Member } from "../../src/workspaces/members.ts";
import { html, type Html } from "../html.ts";
import type { Shell } from "../layout/page.ts";
import { backLink, button, radios, searchInput, textarea } from "../nhs/index.ts";
import {
  badge,
  dateText,
  pager,
  problemAt,
  problemSummary,
  when,
  who,
  type Problem,
} from "../parts/index.ts";
import { moderationPage } from "./frame.ts";

export interface PeopleProps {
  shell: Shell;
  head: WorkspaceHead;
  members: Member[];
  blocked: Blocked[];
  /** What the workspace's home was asked about people, and their names. */
  asked: AskedAct[];
  about: Map<number, string>;
  words: string;
  newer: string | null;
  older: string | null;
  now: Date;
}

const hidden = (name: string) => html`<span class="nhsuk-u-visually-hidden"> ${name}</span>`;

function memberRow(path: string, one: Member): Html {
  const manages = one.role === "manager";
  const at = `${path}/${one.id}`;
  return html`<li class="list__item list__item--faceless">
    ${who({ ...one, badge: manages ? badge("Manager") : undefined })}
    <div class="list__end row-actions">
      <form method="post" action="${at}/role">
        <input type="hidden" name="manager" value="${manages ? "no" : "yes"}" />
        ${button({
          html: html`${manages ? "Make a member" : "Make a manager"}${hidden(`, ${one.name}`)}`,
          variant: "secondary",
          small: true,
        })}
      </form>
      ${manages ? null : html`<a href="${at}/block">Block${hidden(one.name)}</a>`}
    </div>
  </li>`;
}

const blockedRow = (path: string, one: Blocked): Html =>
  html`<li class="list__item list__item--faceless">
    <div class="list__text">
      ${who({ ...one })}
      <p class="list__meta">
        ${one.ends ? `Until ${dateText(one.ends)}` : "Until a manager lifts it"}.
        ${one.reason ? html`Reason: <bdi>${one.reason}</bdi>` : null}
      </p>
    </div>
    <div class="list__end">
      <form method="post" action="${path}/${one.id}/unblock">
        ${button({ html: html`Unblock${hidden(one.name)}`, variant: "secondary", small: true })}
      </form>
    </div>
  </li>`;

const words: Partial<Record<AskedAct["kind"], (name: string) => string>> = {
  block: (name) => `block ${name}`,
  unblock: (name) => `let ${name} write again`,
  "add manager": (name) => `make ${name} a manager`,
  "remove manager": (name) => `make ${name} a member again`,
};

function askedList({ head, asked, about, now }: PeopleProps): Html | null {
  if (asked.length === 0) return null;
  return html`<h2 class="nhsuk-heading-m">Asked of ${head.organisation}</h2>
    <ul class="nhsuk-list">
      ${asked.map(({ kind, memberId, refused, answer, created }) => {
        const what = words[kind]?.(about.get(memberId ?? 0) ?? "somebody") ?? kind;
        return html`<li>
          To ${what}, ${when(created, now)}.
          ${refused ? html`<strong>Refused.</strong> ${answer || "It gave no reason."}` : "It has not answered yet."}
        </li>`;
      })}
    </ul>`;
}

/** `/workspaces/:slug/moderation/people` */
export function peoplePage(props: PeopleProps): Html {
  const { shell, head, members, blocked, words: sought, newer, older } = props;
  const path = `${head.href}/moderation/people`;
  const main = html`<h1 class="nhsuk-heading-l">People</h1>
    ${askedList(props)}
    <h2 class="nhsuk-heading-m">Blocked</h2>
    ${
      blocked.length > 0
        ? html`<ul class="list">
            ${blocked.map((one) => blockedRow(path, one))}
          </ul>`
        : html`<p>Nobody is blocked. Who is blocked cannot write here or join.</p>`
    }
    <h2 class="nhsuk-heading-m">Members</h2>
    <form method="get" action="${path}" role="search" class="find">
      ${searchInput({ name: "q", label: "Find a person by name, job or organisation", value: sought })}
    </form>
    ${
      members.length > 0
        ? html`<ul class="list">
            ${members.map((one) => memberRow(path, one))}
          </ul>`
        : html`<p>Nobody matches these words.</p>`
    }
    ${pager({ newer, older, label: "People", words: { newer: "Previous", older: "More people" } })}`;
  return moderationPage({ shell, head, room: "people", title: "People", main });
}

/** Asks for how long and why somebody is blocked. */
export function blockPage(props: {
  shell: Shell;
  head: WorkspaceHead;
  person: Card;
  problems: Problem[];
}): Html {
  const { shell, head, person, problems } = props;
  const path = `${head.href}/moderation/people`;
  const title = `Block ${person.name}`;
  const main = html`${backLink({ href: path, text: "People" })} ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">Block <bdi>${person.name}</bdi>?</h1>
    <ul class="nhsuk-list nhsuk-list--bullet">
      <li>They cannot write in this workspace, say that something helped, or join it.</li>
      <li>What they wrote stays, and they can still read what they could read.</li>
      <li>They are told, with your reason. Every organisation with members here is told too.</li>
    </ul>
    <form method="post" action="${path}/${person.id}/block">
      ${radios({
        name: "length",
        fieldset: { legend: { text: "For how long?", size: "s" } },
        errorMessage: problemAt(problems, "length"),
        items: [
          { value: "day", text: "1 day" },
          { value: "week", text: "1 week" },
          { value: "month", text: "4 weeks" },
          { value: "always", text: "Until a manager lifts it" },
        ],
      })}
      ${textarea({
        name: "reason",
        label: "Reason (optional)",
        rows: 3,
        errorMessage: problemAt(problems, "reason"),
        attributes: { dir: "auto" },
      })}
      ${button({ html: html`Block <bdi>${person.name}</bdi>`, variant: "warning", preventDoubleClick: true })}
    </form>
    <p><a href="${path}">Do not block them</a></p>`;
  return moderationPage({ shell, head, room: "people", title, main, error: problems.length > 0 });
}
