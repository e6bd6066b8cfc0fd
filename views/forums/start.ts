import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import type { Form } from "../../src/forums/forms.ts";
import { proposalFields } from "../proposals/fields.ts";
import { folderField } from "../resources/fields.ts";
import { gatheringFields } from "../gatherings/fields.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, input, textarea } from "../nhs/index.ts";
import { problemAt, problemSummary } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";
import { emptyPoll, pollFields } from "../polls.ts";
import { attachPart } from "./attach.ts";
import { writesAs } from "./discussion.ts";
import { formWords } from "./form-words.ts";
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

const rows: Record<Form, number> = {
  discussion: 12,
  event: 8,
  page: 20,
  file: 4,
  folder: 4,
  offer: 8,
  request: 8,
};

export interface StartProps {
  shell: Shell;
  head: WorkspaceHead;
  form: Form;
  writing: Writing;
}

/** The form for a new discussion, event, page, file, folder, offer or request. */
export function startView({ shell, head, form, writing }: StartProps): Html {
  const words = formWords[form];
  const path = `${head.href}${words.path}${words.startPath}`;
  const kept = keptWhileTyping(`${head.href}/drafts`, "draft");
  const { problems } = writing;
  const main = html`${backLink({ href: head.href + words.path, text: words.all })} ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">${words.start}</h1>
    <form method="post" enctype="multipart/form-data" action="${path}" novalidate>
      ${onceField(shell.once)} <input type="hidden" name="form" value="${form}" />
      ${form === "file" ? attachPart({ place: "post", ...writing, one: true }) : null}
      ${input({
        name: "title",
        label: { text: words.title, classes: "nhsuk-label--s" },
        hint: words.titleHint,
        value: writing.title,
        errorMessage: problemAt(problems, "title"),
        autocomplete: "off",
        attributes: { ...kept, maxlength: 200, dir: "auto" },
      })}
      ${writing.gathering ? gatheringFields({ written: writing.gathering, problems }) : null}
      ${writing.proposal ? proposalFields({ written: writing.proposal, problems }) : null}
      ${writing.folder ? folderField({ written: writing.folder, problems }) : null}
      ${textarea({
        name: "source",
        label: { text: words.text, classes: "nhsuk-label--s" },
        hint: `You write as ${writesAs(shell)}. ${markdownHint}`,
        value: writing.source,
        rows: rows[form],
        errorMessage: problemAt(problems, "source"),
        attributes: { ...kept, maxlength: 50_000, dir: "auto" },
      })}
      ${form === "file" || form === "folder" ? null : attachPart({ place: "post", ...writing })}
      ${form === "discussion" ? pollFields({ place: "post", written: writing.poll ?? emptyPoll, problems }) : null}
      ${previewPlace("preview", writing.preview)} ${draftNote("draft", writing.kept)}
      <div class="form-do">
        ${button({ text: words.send, preventDoubleClick: true })} ${previewButton(path, "preview")}
        ${quietButton("Keep draft", "draft")} ${writing.kept ? quietButton("Discard draft", "discard") : null}
      </div>
    </form>`;
  return page({
    shell,
    title: `${words.start} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, words.room),
    main,
    error: problems.length > 0,
  });
}
