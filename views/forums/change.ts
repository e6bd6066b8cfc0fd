import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, input, textarea } from "../nhs/index.ts";
import { problemAt, problemSummary } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";
import { permalink, postPath } from "./addresses.ts";
import { markdownHint, previewButton, previewPlace, type Writing } from "./writing.ts";

export interface ChangeProps {
  shell: Shell;
  head: WorkspaceHead;
  id: number;
  discussionId: number;
  kind: "discussion" | "comment";
}

const words = { discussion: "discussion", comment: "comment" } as const;

const back = ({ head, discussionId, id }: ChangeProps): string => permalink(head.href, discussionId, id);

/** The form that changes the wording of one's own post. */
export function editView(props: ChangeProps & { writing: Writing }): Html {
  const { shell, head, id, kind, writing } = props;
  const path = postPath(head.href, id, "edit");
  const title = `Edit your ${words[kind]}`;
  const { problems } = writing;
  const main = html`${backLink({ href: back(props), text: "Back to the discussion" })}
    ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">${title}</h1>
    ${previewPlace("preview", writing.preview)}
    <form method="post" action="${path}" novalidate>
      ${
        kind === "discussion"
          ? input({
              name: "title",
              label: { text: "Title", classes: "nhsuk-label--s" },
              value: writing.title,
              errorMessage: problemAt(problems, "title"),
              autocomplete: "off",
              attributes: { maxlength: 200, dir: "auto" },
            })
          : null
      }
      ${textarea({
        name: "source",
        label: { text: kind === "discussion" ? "Text" : "Comment", classes: "nhsuk-label--s" },
        hint: `What it said before stays in its history, for everyone who can read it. ${markdownHint}`,
        value: writing.source,
        rows: 12,
        errorMessage: problemAt(problems, "source"),
        attributes: { maxlength: 50_000, dir: "auto" },
      })}
      <div class="form-do">
        ${button({ text: "Save changes", preventDoubleClick: true })} ${previewButton(path, "preview")}
        <a href="${back(props)}">Cancel</a>
      </div>
    </form>`;
  return page({
    shell,
    title: `${title} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "forum"),
    main,
    error: problems.length > 0,
  });
}

/** Asks before a post is deleted; a manager may say why. */
export function deleteView(props: ChangeProps & { author: string; mine: boolean; excerpt: string }): Html {
  const { shell, head, id, kind, author, mine, excerpt } = props;
  const whose = mine ? "your" : `${author}’s`;
  const main = html`${backLink({ href: back(props), text: "Back to the discussion" })}
    <h1 class="nhsuk-heading-l">Delete ${whose} ${words[kind]}?</h1>
    <blockquote class="preview" dir="auto">${excerpt}</blockquote>
    <p>
      Its words and its history are deleted, here and at every organisation that has a copy. Replies to it
      stay. This cannot be undone.
    </p>
    <form method="post" action="${postPath(head.href, id, "delete")}">
      ${
        mine
          ? null
          : input({
              name: "reason",
              label: { text: "Reason (optional)", classes: "nhsuk-label--s" },
              hint: "It is kept with the record of the deletion.",
              attributes: { maxlength: 300 },
            })
      }
      <div class="form-do">
        ${button({ text: `Delete ${words[kind]}`, variant: "warning", preventDoubleClick: true })}
        <a href="${back(props)}">Keep it</a>
      </div>
    </form>`;
  return page({
    shell,
    title: `Delete · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "forum"),
    main,
  });
}
