import { attributes, html, type Html } from "../html.ts";

export interface ProgressProps {
  done: number;
  /** Null when the total is not known yet. */
  total: number | null;
  label: string;
  id?: string;
}

/** How far a long task is: a native progress bar with its label and numbers in words. */
export function progress({ done, total, label, id = "progress" }: ProgressProps): Html {
  const known = total !== null && total > 0;
  const words = known
    ? `${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}`
    : `${done.toLocaleString("en-GB")} so far`;
  return html`<div class="progress">
    <label class="progress__label" for="${id}">${label}</label>
    <progress${attributes({ class: "progress__bar", id, value: known ? done : null, max: known ? total : null })}>${words}</progress>
    <p class="progress__words">${words}</p>
  </div>`;
}
