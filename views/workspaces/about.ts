import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { openAtHome, type OpenAtHome } from "../directory.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { summaryList } from "../nhs/index.ts";
import { dateText, homeMark, levelName, type Level } from "../parts/index.ts";
import { workspaceBanner } from "./banner.ts";

/** Who sees what, in words that stand for the rules of `src/workspaces/rules.ts`. */
export const whoSees = {
  open: [
    "Anyone can read everything here, on the web, without signing in.",
    "Anyone with an account at an organisation that is joined up can join at once and take part.",
    "What is written here can be shown by other servers too, Mastodon’s for instance.",
  ],
  restricted: [
    "Anyone can see the name, the purpose, this home page and who manages it.",
    "Only members can read discussions and see who else belongs.",
    "People ask to join, and a manager decides.",
    "What is written here goes only to the organisations that its members come from, under a sharing agreement.",
  ],
  private: [
    "Anyone can see the name and the purpose.",
    "Only members can see anything else. People ask to join, and a manager decides.",
    "What is written here goes only to the organisations that its members come from, under a sharing agreement.",
  ],
  confidential: [
    "Only members know that this workspace exists.",
    "People join by invitation.",
    "What is written here stays at the organisation where it lives, and at those that its managers name.",
  ],
} satisfies Record<Level, string[]>;

export interface AboutProps {
  shell: Shell;
  head: WorkspaceHead;
  requests: number;
  open: OpenAtHome | null;
}

function fromElsewhere({ level, address, elsewhere, organisation }: WorkspaceHead): Html {
  if (level === "confidential") return html``;
  const how = level === "open" ? "They choose Join." : "They choose Ask to join, and a manager here decides.";
  return html`<h2 class="nhsuk-heading-m" id="elsewhere">How to join from another organisation</h2>
    <ol class="nhsuk-list nhsuk-list--number">
      <li>Give your colleague this address: <code class="address">${address}</code></li>
      <li>They paste it under Discover at their own organisation’s Tombolo.</li>
      <li>${how}${elsewhere ? html` The workspace lives at <bdi>${organisation}</bdi>.` : null}</li>
    </ol>`;
}

/** `/workspaces/:slug/about` */
export function aboutPage({ shell, head, requests, open }: AboutProps): Html {
  const { level, organisation, elsewhere, address, created, url } = head;
  const rows = [
    { key: "Lives at", value: { html: homeMark({ organisation, elsewhere }) } },
    { key: "Who can join", value: levelName(level) },
    { key: "Address", value: { html: html`<code class="address">${address}</code>` } },
    elsewhere
      ? {
          key: "Original",
          value: { html: html`<a href="${url}" rel="noopener">Open it at ${organisation}</a>` },
        }
      : { key: "Created", value: dateText(created) },
  ];
  const main = html`<h1 class="nhsuk-heading-l">About this workspace</h1>
    ${open ? openAtHome(open) : null}
    <h2 class="nhsuk-heading-m" id="who">Who can see this</h2>
    <ul class="nhsuk-list nhsuk-list--bullet">
      ${whoSees[level].map((text) => html`<li>${text}</li>`)}
    </ul>
    <h2 class="nhsuk-heading-m">Where it lives</h2>
    ${summaryList({ rows })}
    <p>
      ${
        elsewhere
          ? html`<bdi>${organisation}</bdi> holds this workspace and decides what happens in it. What you read
              here is a copy that is kept up to date.`
          : html`This workspace is held at <bdi>${organisation}</bdi>. Organisations whose people belong to it
              keep a copy for them.`
      }
    </p>
    ${elsewhere && head.moderates ? html`<p><a href="${head.href}/move">Move this workspace to your organisation</a></p>` : null}
    ${fromElsewhere(head)}`;
  return page({
    shell,
    title: `About · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "about", { requests }),
    main,
  });
}
