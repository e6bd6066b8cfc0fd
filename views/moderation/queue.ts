import type { FieldProblem } from "../../src/core/refusal.ts";
import type { QueuedReport } from "../../src/moderation/queue.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import type { Shell } from "../layout/page.ts";
import { button, radios, textarea } from "../nhs/index.ts";
import { adminPage } from "../organisations/admin-frame.ts";
import { empty, problemSummary, when, who } from "../parts/index.ts";
import { moderationPage } from "./frame.ts";

interface QueueProps {
  shell: Shell;
  reports: QueuedReport[];
  problems: FieldProblem[];
  now: Date;
}

function about({ post, author, reporter, reason, workspace, created }: QueuedReport, now: Date): Html {
  return html`${who({ ...author })}
    ${
      post
        ? html`<p>
              <a href="${post.href}" dir="auto">${post.title}</a>${workspace ? html`, ${workspace}` : null}
            </p>
            <blockquote class="preview" dir="auto">
              ${post.excerpt || (post.gone ? "Deleted." : "")}
            </blockquote>`
        : html`<p><a href="${author.href}">Their page</a></p>`
    }
    <p>
      <bdi>${reporter}</bdi>, ${when(created, now)}:
      <span dir="auto">${reason || "No reason was given."}</span>
    </p>`;
}

function decision(report: QueuedReport, path: string, managing: boolean): Html {
  const { id, author, post } = report;
  const items = [
    !managing && post && !post.gone && !post.hidden
      ? { value: "hide", text: "Hide the post from everybody here. Other organisations keep it" }
      : null,
    (managing || post?.own) && post && !post.gone ? { value: "remove", text: "Remove the post" } : null,
    managing ? { value: "block", text: `Block ${author.name} until a manager lifts it` } : null,
    { value: "acted", text: managing ? "Something else was done" : "Something was done" },
    { value: "dismissed", text: "Do nothing" },
  ];
  return html`<form method="post" action="${path}/${id}">
    ${radios({
      idPrefix: `decision-${id}`,
      name: "decision",
      fieldset: { legend: { text: "What to do?", size: "s" } },
      items,
    })}
    ${textarea({
      id: `note-${id}`,
      name: "note",
      label: "What do you want to tell whoever reported it? (optional)",
      rows: 2,
      attributes: { maxlength: 1000, dir: "auto" },
    })}
    ${button({
      html: html`Decide<span class="nhsuk-u-visually-hidden"> on what was reported of ${author.name}</span>`,
      small: true,
      preventDoubleClick: true,
    })}
  </form>`;
}

function list({ reports, now }: QueueProps, path: string, managing: boolean): Html {
  const open = reports.filter(({ state }) => state === "open");
  const over = reports.filter(({ state }) => state !== "open");
  return html`${
    open.length > 0
      ? html`<ul class="list">
          ${open.map(
            (one) =>
              html`<li class="list__item list__item--faceless">
                <div class="list__text">${about(one, now)} ${decision(one, path, managing)}</div>
              </li>`,
          )}
        </ul>`
      : empty({
          title: "Nothing to decide",
          text: managing
            ? "When somebody reports a post in this workspace, you find it here and under Notifications."
            : "When a member of your organisation reports something, or another server reports one of your members, you find it here.",
        })
  }
  ${
    over.length > 0
      ? html`<h2 class="nhsuk-heading-m">Decided</h2>
          <ul class="list">
            ${over.map(
              (one) =>
                html`<li class="list__item list__item--faceless">
                  <div class="list__text">
                    ${about(one, now)}
                    <p>
                      <strong>${one.state === "acted" ? "Something was done." : "Nothing was done."}</strong>
                      ${one.note ? html`<span dir="auto">${one.note}</span>` : null}
                    </p>
                  </div>
                </li>`,
            )}
          </ul>`
      : null
  }`;
}

/** Every report has the same fields: the summary names the problem, and leads to none of them. */
const summed = (problems: FieldProblem[]) => problems.map(({ text }) => ({ field: "", text }));

/** `/workspaces/:slug/moderation` */
export const queuePage = (props: QueueProps & { head: WorkspaceHead }): Html =>
  moderationPage({
    shell: props.shell,
    head: props.head,
    room: "reports",
    title: "Reports",
    error: props.problems.length > 0,
    main: html`${problemSummary(summed(props.problems))}
      <h1 class="nhsuk-heading-l">Reports</h1>
      ${list(props, `${props.head.href}/moderation/reports`, true)}`,
  });

/** `/admin/reports` */
export const adminQueuePage = (props: QueueProps): Html =>
  adminPage({
    shell: props.shell,
    title: "Reports",
    room: "reports",
    problems: summed(props.problems),
    main: list(props, "/admin/reports", false),
  });
