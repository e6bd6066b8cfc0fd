import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import type { Member, Removed } from "../../src/workspaces/members.ts";
import type { WaitingElsewhere } from "../../src/workspaces/offered.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, searchInput, textarea } from "../nhs/index.ts";
import {
  badge,
  empty,
  moment,
  pager,
  problemAt,
  problemSummary,
  when,
  who,
  type Problem,
} from "../parts/index.ts";
import { moderationPage } from "../moderation/frame.ts";
import { workspaceBanner } from "./banner.ts";
import { manageTabs } from "./settings.ts";

const about = (name: string) => html`<span class="nhsuk-u-visually-hidden"> ${name}</span>`;

export interface RequestsProps {
  shell: Shell;
  head: WorkspaceHead;
  requests: WaitingElsewhere[];
  /** Decisions that the home of a workspace elsewhere did not carry out. */
  refused: { name: string; kind: "approve" | "decline"; answer: string | null; created: Date }[];
  problems: Problem[];
  now: Date;
}

function form(head: WorkspaceHead, one: WaitingElsewhere): Html {
  if (one.decided)
    return html`<p class="list__meta">
      You ${one.decided === "approve" ? "approved" : "declined"} this. Waiting for ${head.organisation} to
      confirm.
    </p>`;
  return html`<form method="post" action="${head.href}/manage/requests">
    <input type="hidden" name="member" value="${one.id}" />
    ${textarea({
      id: `answer-${one.id}`,
      name: "answer",
      label: { html: html`What do you want to tell them? (optional)${about(`, ${one.name}`)}` },
      rows: 2,
      attributes: { dir: "auto" },
    })}
    <div class="nhsuk-button-group">
      ${button({ html: html`Approve${about(one.name)}`, name: "decision", value: "approve", small: true })}
      ${button({
        html: html`Decline${about(one.name)}`,
        name: "decision",
        value: "decline",
        variant: "secondary",
        small: true,
      })}
    </div>
  </form>`;
}

const refusedList = (head: WorkspaceHead, refused: RequestsProps["refused"], now: Date): Html | null =>
  refused.length === 0
    ? null
    : html`<h2 class="nhsuk-heading-m">Not done by ${head.organisation}</h2>
        <ul class="nhsuk-list">
          ${refused.map(
            ({ name, kind, answer, created }) =>
              html`<li>
                To ${kind} the request of <bdi>${name}</bdi>, ${when(created, now)}.
                ${answer || "It gave no reason."}
              </li>`,
          )}
        </ul>`;

function request(head: WorkspaceHead, one: WaitingElsewhere, now: Date): Html {
  return html`<li class="list__item list__item--faceless request">
    <div class="list__text">
      ${who({ ...one, time: moment(one.requested, now) })}
      ${one.reason ? html`<blockquote class="request__reason" dir="auto">${one.reason}</blockquote>` : html`<p class="list__meta">They gave no reason.</p>`}
      ${form(head, one)}
    </div>
  </li>`;
}

/** `/workspaces/:slug/manage/requests` */
export function requestsPage({ shell, head, requests, refused, problems, now }: RequestsProps): Html {
  const none = empty({
    title: "Nobody is waiting",
    text:
      head.level === "open"
        ? "This workspace is open: people join by themselves."
        : "When somebody asks to join, you find the request here and under Notifications.",
  });
  const main = html`${head.elsewhere ? null : manageTabs(head, "requests", requests.length)}
    ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">Requests to join</h1>
    ${
      requests.length === 0
        ? none
        : html`<ul class="list">
            ${requests.map((one) => request(head, one, now))}
          </ul>`
    }
    ${refusedList(head, refused, now)}`;
  const error = problems.length > 0;
  if (head.elsewhere)
    return moderationPage({ shell, head, room: "requests", title: "Requests to join", main, error });
  return page({
    shell,
    title: `Requests to join · ${head.name}`,
    current: "workspaces",
    error,
    banner: workspaceBanner(head, "manage", { requests: requests.length }),
    main,
  });
}

export interface ManagePeopleProps {
  shell: Shell;
  head: WorkspaceHead;
  members: Member[];
  removed: Removed[];
  words: string;
  newer: string | null;
  older: string | null;
  requests: number;
}

function memberRow(head: WorkspaceHead, one: Member): Html {
  const manages = one.role === "manager";
  return html`<li class="list__item list__item--faceless">
    ${who({ ...one, badge: manages ? badge("Manager") : undefined })}
    <div class="list__end row-actions">
      <form method="post" action="${head.href}/manage/people/${one.id}/role">
        <input type="hidden" name="manager" value="${manages ? "no" : "yes"}" />
        ${button({
          html: html`${manages ? html`Make a member${about(`, ${one.name}`)}` : html`Make a manager${about(`, ${one.name}`)}`}`,
          variant: "secondary",
          small: true,
        })}
      </form>
      <a href="${head.href}/manage/people/${one.id}/remove">Remove${about(one.name)}</a>
    </div>
  </li>`;
}

function removedList(head: WorkspaceHead, removed: Removed[]): Html | null {
  if (removed.length === 0) return null;
  return html`<h2 class="nhsuk-heading-m">Removed</h2>
    <p>They cannot join again by themselves. Let somebody back in, and they belong as before.</p>
    <ul class="list">
      ${removed.map(
        (one) =>
          html`<li class="list__item list__item--faceless">
            <div class="list__text">
              ${who({ ...one })}
              ${one.answer ? html`<p class="list__meta" dir="auto">Reason: ${one.answer}</p>` : null}
            </div>
            <div class="list__end">
              <form method="post" action="${head.href}/manage/people/${one.id}/readmit">
                ${button({ html: html`Let back in${about(one.name)}`, variant: "secondary", small: true })}
              </form>
            </div>
          </li>`,
      )}
    </ul>`;
}

/** `/workspaces/:slug/manage/people` */
export function managePeoplePage(props: ManagePeopleProps): Html {
  const { shell, head, members, removed, words, newer, older, requests } = props;
  const main = html`${manageTabs(head, "people", requests)}
    <h1 class="nhsuk-heading-l">People</h1>
    <p>A workspace always has at least one manager.</p>
    <form method="get" action="${head.href}/manage/people" role="search" class="find">
      ${searchInput({ name: "q", label: "Find a person by name, job or organisation", value: words })}
    </form>
    <h2 class="nhsuk-heading-m">Members</h2>
    ${
      members.length > 0
        ? html`<ul class="list">
            ${members.map((one) => memberRow(head, one))}
          </ul>`
        : html`<p>Nobody matches these words.</p>`
    }
    ${pager({ newer, older, label: "People", words: { newer: "Previous", older: "More people" } })}
    ${removedList(head, removed)}`;
  return page({
    shell,
    title: `Manage people · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "manage", { requests }),
    main,
  });
}

/** Asks whether to remove somebody, and says what it means. */
export function removePage({
  shell,
  head,
  member,
  answer,
  problems,
}: {
  shell: Shell;
  head: WorkspaceHead;
  member: Member;
  answer: string;
  problems: Problem[];
}): Html {
  const { href, name } = head;
  const main = html`${backLink({ href: `${href}/manage/people`, text: "People" })} ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">Remove <bdi>${member.name}</bdi> from <bdi>${name}</bdi>?</h1>
    <ul class="nhsuk-list nhsuk-list--bullet">
      <li>They no longer belong, and cannot join again until a manager lets them back in.</li>
      <li>What they wrote stays. You can delete posts one by one.</li>
      <li>They are told, with your reason.</li>
      ${
        member.elsewhere && head.level !== "open"
          ? html`<li>
              Their server is asked to delete what it holds of this workspace, if none of its people belongs
              any more.
              <b>Organisations</b> shows whether it has.
            </li>`
          : null
      }
    </ul>
    <form method="post" action="${href}/manage/people/${member.id}/remove">
      ${textarea({
        name: "answer",
        label: "Reason (optional)",
        value: answer,
        rows: 3,
        errorMessage: problemAt(problems, "answer"),
        attributes: { dir: "auto" },
      })}
      ${button({ html: html`Remove <bdi>${member.name}</bdi>`, variant: "warning" })}
    </form>
    <p><a href="${href}/manage/people">Keep them</a></p>`;
  return page({
    shell,
    title: `Remove ${member.name}`,
    current: "workspaces",
    error: problems.length > 0,
    main,
  });
}
