import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button, checkboxes } from "../nhs/index.ts";
import { workspaceBanner } from "./banner.ts";
import { manageTabs } from "./settings.ts";

export interface OrganisationsProps {
  shell: Shell;
  head: WorkspaceHead;
  /** Those with which an agreement covers this workspace's level. */
  shared: { host: string; organisation: string; named: boolean }[];
  requests: number;
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

/** `/workspaces/:slug/manage/organisations`: to which other organisations the workspace may go. */
export function organisationsPage(props: OrganisationsProps): Html {
  const { shell, head, requests } = props;
  const main = html`${manageTabs(head, "organisations", requests)}
    <h1 class="nhsuk-heading-l">Organisations</h1>
    ${head.level === "confidential" ? naming(props) : listed(props)}`;
  return page({
    shell,
    title: `Organisations · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "manage", { requests }),
    main,
  });
}
