import { html, type Html } from "../html.ts";

/** One thing to put right, and the id of the field it is about (null for the form as a whole). */
export interface Problem {
  field: string | null;
  text: string;
}

/** The summary at the top of a page that could not be saved; each problem links to its field. */
export function problemSummary(problems: readonly Problem[], title = "There is a problem"): Html | null {
  if (problems.length === 0) return null;
  return html`<div class="nhsuk-error-summary" data-module="nhsuk-error-summary">
    <div role="alert">
      <h2 class="nhsuk-error-summary__title">${title}</h2>
      <div class="nhsuk-error-summary__body">
        <ul class="nhsuk-list nhsuk-error-summary__list" role="list">
          ${problems.map(({ field, text }) => html`<li>${field ? html`<a href="#${field}">${text}</a>` : text}</li>`)}
        </ul>
      </div>
    </div>
  </div>`;
}

/** The message for one field, in the shape that the form components take. */
export function problemAt(problems: readonly Problem[], field: string): { text: string } | undefined {
  const found = problems.find((problem) => problem.field === field);
  return found && { text: found.text };
}
