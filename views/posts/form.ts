import type { WrittenPoll } from "../../src/polls/form.ts";
import type { Visibility } from "../../src/visibility/index.ts";
import { previewPart } from "../forums/writing.ts";
import { markdownHint, onceField, previewButton, previewPlace } from "../forums/writing.ts";
import { html, type Html } from "../html.ts";
import { button, details, input, radios, textarea } from "../nhs/index.ts";
import { problemAt, problemSummary, type Problem } from "../parts/index.ts";
import { emptyPoll, pollFields } from "../polls.ts";

/** A post as it was written so far. */
export interface OwnWriting {
  source: string;
  warning: string;
  visibility: Visibility;
  preview: string | null;
  problems: readonly Problem[];
  /** Of what is new; a post that stands keeps the one it has. */
  poll?: WrittenPoll;
}

export const visibilityWords: Record<Visibility, string> = {
  public: "Everybody",
  unlisted: "Everybody, but not in the public list",
  followers: "Followers",
  direct: "Only people named in it",
};

const hints: Record<Visibility, string> = {
  public: "Also people without an account, and other servers.",
  unlisted: "Whoever comes to your page or has the link.",
  followers: "Those who follow you now, and whoever you name.",
  direct: "A message. Name each, such as @priya-nair, or @priya-nair@south.example elsewhere.",
};

export interface PostFormProps {
  action: string;
  writing: OwnWriting;
  once: string;
  /** What it answers: without a name, something of one's own. */
  parent?: { id: number; name: string | null; message: boolean };
  submit: string;
  /** Who may read it is decided once: an edit leaves it. */
  editing?: boolean;
  cancel?: string;
}

/** The form of a post of one's own. */
export function postForm({ action, writing, once, parent, submit, editing, cancel }: PostFormProps): Html {
  const { source, warning, visibility, preview, problems, poll } = writing;
  return html`<form method="post" action="${action}" novalidate aria-label="${submit}">
    ${problemSummary(problems)} ${onceField(once)}
    ${parent ? html`<input type="hidden" name="parent" value="${parent.id}" />` : null}
    ${textarea({
      name: "source",
      id: "source",
      label: {
        text: parent ? `Reply to ${parent.name ?? "your own post"}` : "What do you want to say?",
        classes: "nhsuk-label--s",
      },
      hint: markdownHint,
      value: source,
      rows: 5,
      errorMessage: problemAt(problems, "source"),
      attributes: { maxlength: 50_000, dir: "auto" },
    })}
    ${details({
      summary: { text: "Content warning" },
      open: warning !== "" || problems.some(({ field }) => field === "warning"),
      html: input({
        name: "warning",
        label: { text: "Shown before the text (optional)" },
        hint: "Readers open the text when they want to.",
        value: warning,
        errorMessage: problemAt(problems, "warning"),
        autocomplete: "off",
        attributes: { maxlength: 500, dir: "auto" },
      }),
    })}
    ${
      editing
        ? null
        : parent?.message
          ? html`<input type="hidden" name="visibility" value="direct" />
              <p>Only people in the message you answer, and whoever you name, can read it.</p>`
          : radios({
              idPrefix: "visibility",
              name: "visibility",
              value: visibility,
              fieldset: { legend: { text: "Who can read it?", size: "s" } },
              items: (Object.keys(visibilityWords) as Visibility[]).map((value) => ({
                value,
                text: visibilityWords[value],
                hint: { text: hints[value] },
              })),
            })
    }
    ${editing ? null : pollFields({ place: "post", voters: "Whoever can read it", written: poll ?? emptyPoll, problems })}
    ${previewPlace("preview", preview)}
    <div class="form-do">
      ${button({ text: submit, preventDoubleClick: true })} ${previewButton(action, "preview")}
      ${cancel ? html`<a href="${cancel}">Cancel</a>` : null}
    </div>
  </form>`;
}

export { previewPart };
