import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import type { Invited } from "../../src/workspaces/invitations.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button, textarea } from "../nhs/index.ts";
import { empty, moment, problemAt, problemSummary, who, type Problem } from "../parts/index.ts";
import { workspaceBanner } from "./banner.ts";
import { manageTabs } from "./settings.ts";

export interface InvitationsProps {
  shell: Shell;
  head: WorkspaceHead;
  invited: Invited[];
  values: { people: string; message: string };
  problems: Problem[];
  requests: number;
  now: Date;
}

const about = (name: string) => html`<span class="nhsuk-u-visually-hidden"> ${name}</span>`;

function row({ href }: WorkspaceHead, one: Invited, now: Date): Html {
  const path = `${href}/manage/invitations/${one.id}`;
  return html`<li class="list__item list__item--faceless">
    <div class="list__text">
      ${who({ ...one, time: moment(one.sent, now) })}
      ${one.message ? html`<p class="list__meta" dir="auto">${one.message}</p>` : null}
    </div>
    <div class="list__end row-actions">
      <form method="post" action="${path}/again">
        ${button({ html: html`Ask again${about(`, ${one.name}`)}`, variant: "secondary", small: true })}
      </form>
      <form method="post" action="${path}/withdraw">
        ${button({ html: html`Take back${about(`, ${one.name}`)}`, variant: "secondary", small: true })}
      </form>
    </div>
  </li>`;
}

/** `/workspaces/:slug/manage/invitations` */
export function invitationsPage(props: InvitationsProps): Html {
  const { shell, head, invited, values, problems, requests, now } = props;
  const main = html`${manageTabs(head, "invitations", requests)} ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">Invitations</h1>
    <p>
      Whoever you invite can join without asking. They see the name and the purpose, and what you write to
      them.
    </p>
    <form method="post" action="${head.href}/manage/invitations">
      ${textarea({
        name: "people",
        label: { text: "Who do you want to invite?", size: "s" },
        hint: html`One on each line. Colleagues here by email address or short name, people elsewhere by an
          address such as <b>@priya-nair@south.example</b>.`,
        value: values.people,
        rows: 4,
        errorMessage: problemAt(problems, "people"),
        autocomplete: "off",
        spellcheck: false,
      })}
      ${textarea({
        name: "message",
        label: { text: "Message (optional)", size: "s" },
        value: values.message,
        rows: 3,
        errorMessage: problemAt(problems, "message"),
        attributes: { dir: "auto" },
      })}
      ${button({ text: "Invite", preventDoubleClick: true })}
    </form>
    <h2 class="nhsuk-heading-m">Waiting for an answer</h2>
    ${
      invited.length === 0
        ? empty({ title: "Nobody is invited", text: "Who has not answered yet stands here.", level: 3 })
        : html`<ul class="list">
            ${invited.map((one) => row(head, one, now))}
          </ul>`
    }`;
  return page({
    shell,
    title: `Invitations · ${head.name}`,
    current: "workspaces",
    error: problems.length > 0,
    banner: workspaceBanner(head, "manage", { requests }),
    main,
  });
}
