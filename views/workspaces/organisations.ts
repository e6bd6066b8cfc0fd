import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import type { Receipt } from "../../src/workspaces/receipts.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button, checkboxes } from "../nhs/index.ts";
import { when } from "../parts/index.ts";
import { workspaceBanner } from "./banner.ts";
import { manageTabs } from "./settings.ts";

export interface OrganisationsProps {
  shell: Shell;
  head: WorkspaceHead;
  /** Those with which an agreement covers this workspace's level. */
  shared: { host: string; organisation: string; named: boolean }[];
  /** What servers were asked to delete after somebody left or was removed. */
  receipts: Receipt[];
  requests: number;
  now: Date;
}

function naming({ head, shared }: OrganisationsProps): Html {
  if (shared.length === 0)
    return html`<p>
      This workspace stays at your organisation. To share it with another, there has to be a sharing agreement
      that covers confidential workspaces. Administrators make them.
    </p>`;
  return html`<form method="post" action="${head.href}/manage/organisations">
    ${checkboxes({
      name: "hosts",
      values: shared.filter(({ named }) => named).map(({ host }) => host),
      fieldset: { legend: { text: "Where this workspace may go", size: "s" } },
      hint: "You can invite people of these organisations, and what is written here goes to their server.",
      items: shared.map(({ host, organisation }) => ({ value: host, text: organisation, hint: host })),
    })}
    ${button({ text: "Save", preventDoubleClick: true })}
  </form>`;
}

function listed({ head, shared }: OrganisationsProps): Html {
  if (head.level === "open")
    return html`<p>This workspace is open: what is written here can go to any server.</p>`;
  if (shared.length === 0)
    return html`<p>
      There is no sharing agreement that covers this workspace, so nobody elsewhere can join it.
    </p>`;
  return html`<p>
      People of these organisations can ask to join, because yours has a sharing agreement with them. What is
      written here goes to those that a member comes from.
    </p>
    <ul class="nhsuk-list nhsuk-list--bullet">
      ${shared.map(({ organisation, host }) => html`<li><bdi>${organisation}</bdi> (${host})</li>`)}
    </ul>`;
}

function answer({ state, confirmed, lastAsked, times, answers }: Receipt, now: Date): Html {
  if (state === "deleted" && confirmed) return html`Deleted, confirmed ${when(confirmed, now)}`;
  if (state === "kept" && confirmed)
    return html`Kept: others of theirs still belong. Confirmed ${when(confirmed, now)}`;
  const asked =
    times === 1
      ? html`asked ${when(lastAsked, now)}`
      : html`asked ${times} times, last ${when(lastAsked, now)}`;
  return answers
    ? html`Not confirmed yet, ${asked}`
    : html`Not confirmed: their software does not answer, ${asked}`;
}

function deletions({ head, receipts, now }: OrganisationsProps): Html | null {
  if (head.level === "open" && receipts.length === 0) return null;
  const about = (name: string) => html`<span class="nhsuk-u-visually-hidden"> ${name}</span>`;
  const again = ({ memberId, organisation }: Receipt) =>
    html`<form method="post" action="${head.href}/manage/organisations/${memberId}/again">
      ${button({ html: html`Ask again${about(organisation)}`, variant: "secondary", small: true })}
    </form>`;
  return html`<h2 class="nhsuk-heading-m">Deleted elsewhere</h2>
    <p>
      When somebody from another organisation no longer belongs, their server deletes what it holds of this
      workspace, unless others of theirs belong, and confirms it. It is asked again every day until it does.
    </p>
    ${
      receipts.length === 0
        ? html`<p>Nobody was asked yet.</p>`
        : html`<ul class="list">
            ${receipts.map(
              (one) =>
                html`<li class="list__item list__item--faceless">
                  <div class="list__text">
                    <b><bdi>${one.organisation}</bdi></b
                    >, for <bdi>${one.member}</bdi>
                    <p class="list__meta">${answer(one, now)}</p>
                  </div>
                  ${one.state === "asked" ? html`<div class="list__end">${again(one)}</div>` : null}
                </li>`,
            )}
          </ul>`
    }`;
}

/** `/workspaces/:slug/manage/organisations`: to which other organisations the workspace may go. */
export function organisationsPage(props: OrganisationsProps): Html {
  const { shell, head, requests } = props;
  const main = html`${manageTabs(head, "organisations", requests)}
    <h1 class="nhsuk-heading-l">Organisations</h1>
    ${head.level === "confidential" ? naming(props) : listed(props)} ${deletions(props)}`;
  return page({
    shell,
    title: `Organisations · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "manage", { requests }),
    main,
  });
}
