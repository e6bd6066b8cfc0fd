import type { FieldProblem } from "../../src/core/refusal.ts";
import type { MoveTarget } from "../../src/forums/moves-query.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, radios, warningCallout } from "../nhs/index.ts";
import { problemAt, problemSummary } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";
import { discussionPath, postPath } from "./addresses.ts";

export interface MoveProps {
  shell: Shell;
  head: WorkspaceHead;
  id: number;
  title: string;
  targets: MoveTarget[];
  /** Chosen, and to be confirmed. */
  to: MoveTarget | null;
  problems: FieldProblem[];
}

const readers: Record<MoveTarget["level"], string> = {
  open: "everybody, also without an account",
  restricted: "its members",
  private: "its members",
  confidential: "its members, and nobody else knows of it",
};

const openness = ["open", "restricted", "private", "confidential"];

const place = ({ name, organisation, elsewhere }: MoveTarget): Html =>
  html`<bdi>${name}</bdi>${elsewhere ? html`, ${organisation}` : null}`;

function choose({ head, id, targets, problems }: MoveProps): Html {
  if (targets.length === 0)
    return html`<p>
      You can move a discussion to a workspace that you manage too. You manage no other one.
    </p>`;
  return html`<p>
      The whole discussion is moved: all comments, what was found helpful, and its history. You can move it
      back.
    </p>
    <form method="post" action="${postPath(head.href, id, "move")}">
      ${radios({
        idPrefix: "to",
        name: "to",
        fieldset: { legend: { text: "Where to?", size: "s" } },
        hint: "Workspaces that you manage.",
        errorMessage: problemAt(problems, "to"),
        items: targets.map((one) => ({
          value: String(one.id),
          html: place(one),
          hint: { text: `Read by ${readers[one.level]}` },
        })),
      })}
      <div class="form-do">
        ${button({ text: "Continue" })} <a href="${discussionPath(head.href, id)}">Cancel</a>
      </div>
    </form>`;
}

function confirm({ head, id }: MoveProps, to: MoveTarget): Html {
  const wider = openness.indexOf(to.level) < openness.indexOf(head.level);
  const narrower = openness.indexOf(to.level) > openness.indexOf(head.level);
  return html`${
      wider
        ? warningCallout({
            heading: { text: "More people will read it", level: 2 },
            html: html`<p>
              What its authors wrote for the members of <bdi>${head.name}</bdi> can be read by
              ${readers[to.level]} then. Ask them first.
            </p>`,
          })
        : null
    }
    <ul>
      <li>It can be read by ${readers[to.level]}, and by nobody else.</li>
      <li>
        Whoever reads only <bdi>${head.name}</bdi> no longer sees it. Organisations that hold copies for them
        delete
        these.${narrower ? " Servers that run other programs may keep what they have copied already." : ""}
      </li>
      <li>
        Everybody who wrote in it is told. Old links lead to the new place, for those who may read it there.
      </li>
      <li>The managers of ${place(to)} look after it from then on.</li>
      ${to.elsewhere ? html`<li>${to.organisation} has to take it in first. You see here what it answers.</li>` : null}
    </ul>
    <form method="post" action="${postPath(head.href, id, "move")}">
      <input type="hidden" name="to" value="${to.id}" />
      <input type="hidden" name="confirm" value="yes" />
      <div class="form-do">
        ${button({ text: "Move it", variant: wider ? "warning" : undefined, preventDoubleClick: true })}
        <a href="${discussionPath(head.href, id)}">Leave it here</a>
      </div>
    </form>`;
}

/** Asks where a discussion is to be moved, and then says what that means before it is done. */
export function moveView(props: MoveProps): Html {
  const { shell, head, id, title, to, problems } = props;
  const heading = to ? html`Move “<bdi>${title}</bdi>” to ${place(to)}?` : html`Move “<bdi>${title}</bdi>”`;
  return page({
    shell,
    title: `Move “${title}” · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "forum"),
    error: problems.length > 0,
    main: html`${backLink({ href: discussionPath(head.href, id), text: "Back to the discussion" })}
      ${problemSummary(problems)}
      <h1 class="nhsuk-heading-l" dir="auto">${heading}</h1>
      ${to ? confirm(props, to) : choose(props)}`,
  });
}
