import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, textarea } from "../nhs/index.ts";
import { problemAt, problemSummary, type Problem } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";

/** The form that reports a post or a person. */
export function reportPage(props: {
  shell: Shell;
  head: WorkspaceHead | null;
  name: string;
  back: string;
  path: string;
  problems: Problem[];
}): Html {
  const { shell, head, name, back, path, problems } = props;
  const readers = head
    ? html`The managers of
        <bdi>${head.name}</bdi>${head.elsewhere ? html`, also at ${head.organisation},` : ""} and the
        administrators of your own organisation`
    : html`The administrators of your own organisation`;
  return page({
    shell,
    title: "Report",
    banner: head ? workspaceBanner(head, "forum") : undefined,
    error: problems.length > 0,
    main: html`${backLink({ href: back, text: "Back" })} ${problemSummary(problems)}
      <h1 class="nhsuk-heading-l">Report <bdi>${name}</bdi></h1>
      <p>
        ${readers} read what you say, and see that you said it. Whoever it is about is never told who reported
        it. You are told what was decided.
      </p>
      <form method="post" action="${path}">
        ${textarea({
          name: "reason",
          label: { text: "What is wrong?", classes: "nhsuk-label--s" },
          hint: "No patient details, please.",
          rows: 4,
          errorMessage: problemAt(problems, "reason"),
          attributes: { maxlength: 2000, dir: "auto" },
        })}
        <div class="form-do">
          ${button({ text: "Send the report", preventDoubleClick: true })} <a href="${back}">Cancel</a>
        </div>
      </form>`,
  });
}
