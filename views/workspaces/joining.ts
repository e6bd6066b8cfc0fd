import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, textarea } from "../nhs/index.ts";
import { problemAt, problemSummary, type Problem } from "../parts/index.ts";
import { workspaceBanner } from "./banner.ts";

export interface AskProps {
  shell: Shell;
  head: WorkspaceHead;
  reason: string;
  problems: Problem[];
}

/** Asking to join a workspace whose managers decide. */
export function askPage({ shell, head, reason, problems }: AskProps): Html {
  const main = html`${backLink({ href: head.href, text: head.name })} ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">Ask to join <bdi>${head.name}</bdi></h1>
    <p>
      A manager of this workspace${head.elsewhere ? html` at <bdi>${head.organisation}</bdi>` : null} reads
      your request and decides. They see your name, job and organisation. We tell you when they have answered.
    </p>
    <form method="post" action="${head.href}/join">
      ${textarea({
        name: "reason",
        label: "Why would you like to join? (optional)",
        hint: "A sentence helps the manager decide. Do not include anything about patients.",
        value: reason,
        rows: 4,
        errorMessage: problemAt(problems, "reason"),
        attributes: { dir: "auto" },
      })}
      ${button({ text: "Ask to join", preventDoubleClick: true })}
    </form>`;
  return page({
    shell,
    title: `Ask to join ${head.name}`,
    current: "workspaces",
    error: problems.length > 0,
    banner: workspaceBanner({ ...head, joining: "by invitation" }, null),
    main,
  });
}

/** Asks whether to leave, and says what it means. */
export function leavePage({ shell, head }: { shell: Shell; head: WorkspaceHead }): Html {
  const { name, href, level, state } = head;
  const asked = state === "requested";
  const again =
    level === "open"
      ? "You can join again at any time."
      : "To come back, you have to ask again and a manager decides.";
  const means = asked
    ? html`<p>Your request goes, and nobody has to decide it. You can ask again later.</p>`
    : html`<ul class="nhsuk-list nhsuk-list--bullet">
        <li>
          You no longer
          ${level === "open" ? "hear of new discussions on your home page" : "see what is inside"}.
        </li>
        <li>What you wrote stays, with your name.</li>
        <li>${again}</li>
      </ul>`;
  const title = asked ? "Take back your request to join" : "Leave";
  const main = html`${backLink({ href, text: name })}
    <h1 class="nhsuk-heading-l">${title} <bdi>${name}</bdi>?</h1>
    ${means}
    <form method="post" action="${href}/leave">
      ${button({ text: asked ? "Take back my request" : "Leave this workspace", variant: "warning" })}
    </form>
    <p><a href="${href}">${asked ? "Keep my request" : "Stay"}</a></p>`;
  return page({
    shell,
    title: `${title} ${name}`,
    current: "workspaces",
    main,
  });
}
