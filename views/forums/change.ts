import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import type { Form } from "../../src/forums/forms.ts";
import { proposalFields } from "../proposals/fields.ts";
import { folderField } from "../resources/fields.ts";
import { gatheringFields } from "../gatherings/fields.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, input, insetText, textarea } from "../nhs/index.ts";
import { problemAt, problemSummary } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";
import { permalink, postPath } from "./addresses.ts";
import { attachPart } from "./attach.ts";
import { formWords } from "./form-words.ts";
import { markdownHint, previewButton, previewPlace, type Writing } from "./writing.ts";

export interface ChangeProps {
  shell: Shell;
  head: WorkspaceHead;
  id: number;
  discussionId: number;
  kind: "discussion" | "comment";
  /** Of the discussion it is, or stands in. */
  form: Form;
}

const nameOf = ({ kind, form }: Pick<ChangeProps, "kind" | "form">): string =>
  kind === "comment" ? "comment" : formWords[form].name;

const back = ({ head, discussionId, id }: ChangeProps): string => permalink(head.href, discussionId, id);

/** The form that changes the wording of one's own post. */
export function editView(props: ChangeProps & { writing: Writing; mine: boolean }): Html {
  const { shell, head, id, kind, form, writing } = props;
  const path = postPath(head.href, id, "edit");
  const title = props.mine ? `Edit your ${nameOf(props)}` : "Edit this page";
  const { problems } = writing;
  const main = html`${backLink({ href: back(props), text: `Back to the ${formWords[props.form].name}` })}
    ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">${title}</h1>
    ${
      writing.kept
        ? insetText({
            text: `${head.organisation} did not take in what you changed. It is kept here: change it and save it again, or leave it.`,
          })
        : null
    }
    ${previewPlace("preview", writing.preview)}
    <form method="post" enctype="multipart/form-data" action="${path}" novalidate>
      ${
        kind === "discussion"
          ? input({
              name: "title",
              label: { text: formWords[form].title, classes: "nhsuk-label--s" },
              value: writing.title,
              errorMessage: problemAt(problems, "title"),
              autocomplete: "off",
              attributes: { maxlength: 200, dir: "auto" },
            })
          : null
      }
      ${writing.gathering ? gatheringFields({ written: writing.gathering, problems }) : null}
      ${writing.proposal ? proposalFields({ written: writing.proposal, problems }) : null}
      ${writing.folder ? folderField({ written: writing.folder, problems }) : null}
      ${textarea({
        name: "source",
        label: { text: kind === "discussion" ? formWords[form].text : "Comment", classes: "nhsuk-label--s" },
        hint: `What it said before stays in its history, for everyone who can read it. ${markdownHint}`,
        value: writing.source,
        rows: 12,
        errorMessage: problemAt(problems, "source"),
        attributes: { maxlength: 50_000, dir: "auto" },
      })}
      ${
        props.mine && !(kind === "discussion" && form === "folder")
          ? attachPart({ place: "post", ...writing, one: kind === "discussion" && form === "file" })
          : null
      }
      <div class="form-do">
        ${button({ text: "Save changes", preventDoubleClick: true })} ${previewButton(path, "preview")}
        <a href="${back(props)}">Cancel</a>
      </div>
    </form>`;
  return page({
    shell,
    title: `${title} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, formWords[form].room),
    main,
    error: problems.length > 0,
  });
}

/** Said of a folder. */
const emptied = ({ kind, form }: ChangeProps): Html | null =>
  kind === "discussion" && form === "folder"
    ? html`<p>What lies in the folder is not deleted: it stands at the top then.</p>`
    : null;

/** Asks before one's own post is deleted. */
export function deleteView(props: ChangeProps & { excerpt: string }): Html {
  const { head, id, excerpt } = props;
  return asking(props, {
    title: `Delete your ${nameOf(props)}?`,
    main: html`<blockquote class="preview" dir="auto">${excerpt}</blockquote>
      <p>
        Its words and its history are deleted, here and at every organisation that has a copy. Replies to it
        stay. This cannot be undone, by you or by a manager.
      </p>
      ${emptied(props)}
      <form method="post" action="${postPath(head.href, id, "delete")}">
        <div class="form-do">
          ${button({ text: `Delete ${nameOf(props)}`, variant: "warning", preventDoubleClick: true })}
          <a href="${back(props)}">Keep it</a>
        </div>
      </form>`,
  });
}

/** Asks before a manager removes another's post. */
export function removeView(props: ChangeProps & { author: string; excerpt: string }): Html {
  const { head, id, author, excerpt } = props;
  return asking(props, {
    title: `Remove ${author}’s ${nameOf(props)}?`,
    main: html`<blockquote class="preview" dir="auto">${excerpt}</blockquote>
      <p>
        Nobody reads it any more, here and at every organisation that has a copy. Replies to it stay. A
        manager can restore it within 90 days.
      </p>
      ${emptied(props)}
      <form method="post" action="${postPath(head.href, id, "delete")}">
        ${input({
          name: "reason",
          label: { text: "Reason (optional)", classes: "nhsuk-label--s" },
          hint: "Managers see it, and it goes to every organisation with a copy.",
          attributes: { maxlength: 300 },
        })}
        <div class="form-do">
          ${button({ text: `Remove ${nameOf(props)}`, variant: "warning", preventDoubleClick: true })}
          <a href="${back(props)}">Keep it</a>
        </div>
      </form>`,
  });
}

/** What was removed, for a manager who may restore it. */
export function restoreView(
  props: ChangeProps & { author: string; title: string | null; excerpt: string; reason: string | null },
): Html {
  const { head, id, author, title, excerpt, reason } = props;
  return asking(props, {
    title: `Restore ${author}’s ${nameOf(props)}?`,
    main: html`${title ? html`<p><strong dir="auto">${title}</strong></p>` : null}
      <blockquote class="preview" dir="auto">${excerpt}</blockquote>
      ${reason ? html`<p>It was removed with this reason: <bdi>${reason}</bdi></p>` : null}
      <p>Everybody who could read it reads it again, at every organisation that has a copy.</p>
      <form method="post" action="${postPath(head.href, id, "restore")}">
        <div class="form-do">
          ${button({ text: `Restore ${nameOf(props)}`, preventDoubleClick: true })}
          <a href="${back(props)}">Leave it removed</a>
        </div>
      </form>`,
  });
}

const asking = (props: ChangeProps, { title, main }: { title: string; main: Html }): Html =>
  page({
    shell: props.shell,
    title: `${title} · ${props.head.name}`,
    current: "workspaces",
    banner: workspaceBanner(props.head, formWords[props.form].room),
    main: html`${backLink({ href: back(props), text: `Back to the ${formWords[props.form].name}` })}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${main}`,
  });
