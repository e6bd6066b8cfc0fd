import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, input, textarea } from "../nhs/index.ts";
import { problemAt, problemSummary } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";
import { emptyPoll, pollFields } from "../polls.ts";
import { attachPart } from "./attach.ts";
import { writesAs } from "./discussion.ts";
import {
  draftNote,
  keptWhileTyping,
  markdownHint,
  previewButton,
  previewPlace,
  quietButton,
  type Writing,
  onceField,
} from "./writing.ts";

export interface StartProps {
  shell: Shell;
  head: WorkspaceHead;
  writing: Writing;
}

/** The form for a new discussion. */
export function startView({ shell, head, writing }: StartProps): Html {
  const path = `${head.href}/forum/new`;
  const kept = keptWhileTyping(`${head.href}/drafts`, "draft");
  const { problems } = writing;
  const main = html`${backLink({ href: `${head.href}/forum`, text: "All discussions" })}
    ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">Start a discussion</h1>
    <form method="post" enctype="multipart/form-data" action="${path}" novalidate>
      ${onceField(shell.once)}
      ${input({
        name: "title",
        label: { text: "Title", classes: "nhsuk-label--s" },
        hint: "A question, or what it is about, in a few words.",
        value: writing.title,
        errorMessage: problemAt(problems, "title"),
        autocomplete: "off",
        attributes: { ...kept, maxlength: 200, dir: "auto" },
      })}
      ${textarea({
        name: "source",
        label: { text: "Text", classes: "nhsuk-label--s" },
        hint: `You write as ${writesAs(shell)}. ${markdownHint}`,
        value: writing.source,
        rows: 12,
        errorMessage: problemAt(problems, "source"),
        attributes: { ...kept, maxlength: 50_000, dir: "auto" },
      })}
      ${attachPart({ place: "post", ...writing })}
      ${pollFields({ place: "post", written: writing.poll ?? emptyPoll, problems })}
      ${previewPlace("preview", writing.preview)} ${draftNote("draft", writing.kept)}
      <div class="form-do">
        ${button({ text: "Start discussion", preventDoubleClick: true })} ${previewButton(path, "preview")}
        ${quietButton("Keep draft", "draft")} ${writing.kept ? quietButton("Discard draft", "discard") : null}
      </div>
    </form>`;
  return page({
    shell,
    title: `Start a discussion · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "forum"),
    main,
    error: problems.length > 0,
  });
}
