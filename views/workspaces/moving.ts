import type { FieldProblem } from "../../src/core/refusal.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, checkboxes, input } from "../nhs/index.ts";
import { problemAt, problemSummary } from "../parts/index.ts";
import { workspaceBanner } from "./banner.ts";

interface MoveProps {
  shell: Shell;
  head: WorkspaceHead;
  address: string;
  problems: FieldProblem[];
}

const prepare = ({ head }: MoveProps): Html =>
  html`<p>
      <bdi>${head.name}</bdi> lives at ${head.organisation}. You can prepare that it moves to your
      organisation. This makes an empty workspace here, which takes it over when a manager who is an
      administrator at ${head.organisation} starts the move. Until then nothing changes.
    </p>
    <form method="post" action="${head.href}/move">
      ${button({ text: "Prepare the move", preventDoubleClick: true })}
    </form>`;

const start = ({ head, address, problems }: MoveProps): Html =>
  html`<p>
      <bdi>${head.name}</bdi> can move to another instance, with its members and all that was said. A manager
      there prepares it first, and tells you its new address.
    </p>
    <ul>
      <li>
        Members of all organisations go along, with their roles. Posts keep their addresses and their authors.
      </li>
      <li>The other organisation decides about it from then on. This one only says where it is.</li>
      <li>It cannot be undone here. It can move back in the same way.</li>
    </ul>
    <form method="post" action="${head.href}/move">
      ${input({
        name: "address",
        label: { text: "Its new address", classes: "nhsuk-label--s" },
        hint: "Such as @sepsis-network@south.example",
        value: address,
        errorMessage: problemAt(problems, "address"),
        autocomplete: "off",
        attributes: { spellcheck: "false" },
      })}
      ${checkboxes({
        name: "confirm",
        errorMessage: problemAt(problems, "confirm"),
        items: [{ value: "yes", text: "It moves for good" }],
      })}
      ${button({ text: "Move the workspace", variant: "warning", preventDoubleClick: true })}
    </form>`;

/** `/workspaces/:slug/move` */
export function movePage(props: MoveProps): Html {
  const { shell, head, problems } = props;
  const title = head.elsewhere ? "Move this workspace here" : "Move this workspace to another instance";
  return page({
    shell,
    title: `${title} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, head.elsewhere ? "about" : "manage"),
    error: problems.length > 0,
    main: html`${backLink({ href: head.href, text: "Back" })} ${problemSummary(problems)}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${head.elsewhere ? prepare(props) : start(props)}`,
  });
}
