import type { FileView } from "../../src/attachments/shape.ts";
import { html, type Html } from "../html.ts";
import { checkboxes, details, fileUpload, textarea } from "../nhs/index.ts";
import { problemAt, type Problem } from "../parts/index.ts";
import { quietButton } from "./writing.ts";

export interface AttachProps {
  /** Tells the forms of one page apart. */
  place: number | "post";
  files: readonly FileView[];
  problems: readonly Problem[];
  /** It is one file, and another one takes its place. */
  one?: boolean;
}

const taken =
  ".jpg,.jpeg,.png,.webp,.gif,.avif,.mp4,.m4v,.mov,.webm,.mp3,.m4a,.aac,.ogg,.oga,.opus,.flac,.wav,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp";

const decorative = (name: string, id: string, on: boolean): Html =>
  checkboxes({
    name,
    idPrefix: id,
    small: true,
    items: [
      {
        value: "yes",
        text: "It adds nothing to the text: leave it out for those who cannot see or hear it",
        checked: on,
      },
    ],
  });

const whatIs = {
  image: "Describe this picture",
  video: "Describe this film",
  audio: "Describe this recording",
};

function one(file: FileView, problems: readonly Problem[]): Html {
  const { id, kind, name, type, size, small, description } = file;
  const field = `description-${id}`;
  return html`<div class="attach__file">
    <input type="hidden" name="file" value="${id}" />
    <p class="attach__name">
      ${small ? html`<img src="${small.href}" alt="" width="64" height="64" />` : null}
      <span
        ><b dir="auto">${name}</b>
        <span class="file__meta"
          >${[kind === "document" ? type : null, size].filter(Boolean).join(", ")}</span
        ></span
      >
      ${quietButton("Take out", `take-out-${id}`, `: ${name}`)}
    </p>
    ${
      kind === "document"
        ? null
        : html`${textarea({
            name: field,
            label: whatIs[kind],
            hint: "What matters in it, in a sentence or two.",
            value: description ?? "",
            rows: 2,
            errorMessage: problemAt(problems, field),
            attributes: { maxlength: 1500, dir: "auto" },
          })}
          ${decorative(`decorative-${id}`, `decorative-${id}`, file.decorative)}`
    }
  </div>`;
}

/** The Enter key presses the first button of a form: it is to send, and not to take out a file. */
const sendsOnEnter = html`<button hidden></button>`;

/** The part of a writing form for pictures and other files: those it has, and the field for another one. */
export function attachPart({ place, files, problems, one: single = false }: AttachProps): Html {
  const field = `new-file-${place}`;
  const failed = problemAt(problems, field);
  return html`<div class="attach">
    ${sendsOnEnter} ${files.map((file) => one(file, problems))}
    ${details({
      summary:
        files.length === 0
          ? "Add a picture or a file"
          : single
            ? "Put another file in its place"
            : "Add another file",
      open: failed !== undefined || (single && files.length === 0),
      html: html`${fileUpload({
        name: "new",
        id: field,
        label: "Picture or file",
        hint: "A picture up to 16 MB, or a film, a recording or a document up to 40 MB. Where a picture was taken is removed from it. No patients, please.",
        errorMessage: failed,
        attributes: { accept: taken },
      })}
      ${textarea({
        name: "description",
        id: `new-description-${place}`,
        label: "Describe it for those who cannot see or hear it",
        hint: "What matters in it, in a sentence or two. A document needs none.",
        rows: 2,
        attributes: { maxlength: 1500, dir: "auto" },
      })}
      ${decorative("decorative", `new-decorative-${place}`, false)}
      ${quietButton(single && files.length > 0 ? "Take this file" : "Add this file", "attach")}`,
    })}
    <p class="attach__busy" role="status"></p>
  </div>`;
}
