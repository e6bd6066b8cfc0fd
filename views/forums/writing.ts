import type { WrittenPoll } from "../../src/polls/form.ts";
import type { WrittenProposal } from "../../src/proposals/form.ts";
import type { WrittenFolder } from "../../src/resources/form.ts";
import type { WrittenGathering } from "../../src/gatherings/form.ts";
import type { FileView } from "../../src/attachments/shape.ts";
import { attributes, html, isBlank, raw, type Html } from "../html.ts";
import { button, textarea } from "../nhs/index.ts";
import { emptyPoll, pollFields } from "../polls.ts";
import { attachPart } from "./attach.ts";
import { clockText, problemAt, problemSummary, type Problem } from "../parts/index.ts";

/** What was written so far, and what came of it. */
export interface Writing {
  title: string;
  source: string;
  /** The text as it would look; sanitised. */
  preview: string | null;
  /** When the draft was kept. */
  kept: Date | null;
  problems: readonly Problem[];
  /** Of what is new; a post that stands keeps the one it has. */
  poll?: WrittenPoll;
  files: readonly FileView[];
  /** Of an event: when and where. */
  gathering?: WrittenGathering;
  /** Of a file or a folder: in which folder it lies. */
  folder?: WrittenFolder;
  /** Of an offer or a request: how many, until when and where. */
  proposal?: WrittenProposal;
}

export const blank: Writing = { title: "", source: "", preview: null, kept: null, problems: [], files: [] };

export const markdownHint =
  "You can use **bold**, *italics*, lists that begin with a hyphen, and links. No patient details, please.";

/** "Draft kept at 10:42", said politely when it changes. */
export function draftNote(id: string, kept: Date | null): Html {
  return html`<p class="draft-note" id="${id}" role="status">${draftText(kept)}</p>`;
}

export const draftText = (kept: Date | null): string => (kept ? `Draft kept at ${clockText(kept)}` : "");

/** The text as it would look. */
export function previewPart(preview: string | null): Html | null {
  if (preview === null) return null;
  return html`<section class="preview" aria-label="Preview">
    <p class="nhsuk-heading-xs">Preview</p>
    <div class="letter__body" dir="auto">
      ${preview === "" ? html`<p>Nothing to show yet.</p>` : raw(preview)}
    </div>
  </section>`;
}

/** Where the preview appears: in a live region, so that it is announced when htmx fills it. */
export function previewPlace(id: string, preview: string | null): Html {
  return html`<div id="${id}" aria-live="polite">${previewPart(preview)}</div>`;
}

/** A chosen file goes along when the form is sent, and not each time that something is typed. */
const wordsOnly = { "hx-encoding": "application/x-www-form-urlencoded" };

/** Keeps what is typed, two seconds after the last key, without a button. */
export const keptWhileTyping = (path: string, noteId: string) => ({
  "hx-post": path,
  "hx-trigger": "input changed delay:2s",
  "hx-target": `#${noteId}`,
  "hx-swap": "innerHTML",
  ...wordsOnly,
});

/** Shows the text as it would look, in its place above the buttons; without scripts the page opens there. */
export function previewButton(path: string, target: string): Html {
  return button({
    text: "Preview",
    variant: "secondary",
    name: "action",
    value: "preview",
    attributes: {
      formaction: `${path}#${target}`,
      formnovalidate: true,
      "hx-post": path,
      "hx-target": `#${target}`,
      "hx-swap": "innerHTML",
      ...wordsOnly,
    },
  });
}

/** @param more said to those who hear the button and do not see what stands beside it */
export function quietButton(text: string, value: string, more?: string): Html {
  const heard = more ? html`<span class="nhsuk-u-visually-hidden">${more}</span>` : null;
  return html`<button class="quiet-action" name="action" value="${value}" formnovalidate>
    ${text}${heard}
  </button>`;
}

/** The form's own id: sent twice with the same words, it is answered as the first time. */
export const onceField = (once: string): Html => html`<input type="hidden" name="once" value="${once}" />`;

export interface CommentFormProps {
  /** Address of the workspace, and of the discussion. */
  base: string;
  path: string;
  /** What it answers: the discussion, or a comment. */
  parentId: number;
  /** Set for a reply to a comment: whom it answers. */
  answers: string | null;
  /** "Priya Nair, Southmere Care System" */
  as: string;
  once: string;
  writing: Writing;
}

/** The form below a discussion, or below the comment that is answered. */
export function commentForm({ base, path, parentId, answers, as, once, writing }: CommentFormProps): Html {
  const outer = answers === null ? "add-comment" : `reply-${parentId}`;
  const field = `source-${parentId}`;
  const [note, preview] = [`draft-${parentId}`, `preview-${parentId}`];
  const action = `${path}/comments`;
  return html`<form${attributes({
    class: answers === null ? "letter" : "letter__after",
    id: outer,
    method: "post",
    enctype: "multipart/form-data",
    action,
    "hx-post": action,
    "hx-target": `#${outer}`,
    "hx-swap": "outerHTML",
    "aria-label": answers === null ? "Add a comment" : `Reply to ${answers}`,
  })}>
    ${problemSummary(writing.problems)}
    <input type="hidden" name="parent" value="${parentId}" />
    ${onceField(once)}
    ${textarea({
      name: "source",
      id: field,
      label: {
        text: answers === null ? "Add a comment" : `Reply to ${answers}`,
        classes: "nhsuk-label--s",
      },
      hint: `You write as ${as}. ${markdownHint}`,
      value: writing.source,
      rows: 4,
      errorMessage: problemAt(writing.problems, field),
      attributes: {
        ...keptWhileTyping(`${base}/drafts`, note),
        autofocus: answers !== null && isBlank(writing.preview),
        maxlength: 50_000,
      },
    })}
    ${attachPart({ place: parentId, ...writing })}
    ${pollFields({ place: parentId, written: writing.poll ?? emptyPoll, problems: writing.problems })}
    ${previewPlace(preview, writing.preview)} ${draftNote(note, writing.kept)}
    <div class="form-do">
      ${button({ text: answers === null ? "Add comment" : "Reply", preventDoubleClick: true })}
      ${previewButton(action, preview)} ${quietButton("Keep draft", "draft")}
      ${writing.kept ? quietButton("Discard draft", "discard") : null}
    </div>
  </form>`;
}
