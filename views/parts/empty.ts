import { html, type Html } from "../html.ts";

export interface EmptyProps {
  title: string;
  text: string;
  action?: Html;
  /** Level of the title's heading; 2 unless told. */
  level?: 2 | 3;
}

/** What a list says when nothing is in it: what would be here, and the next step. */
export function empty({ title, text, action, level = 2 }: EmptyProps): Html {
  const heading =
    level === 3 ? html`<h3 class="empty__title">${title}</h3>` : html`<h2 class="empty__title">${title}</h2>`;
  return html`<div class="empty">
    ${heading}
    <p class="empty__text">${text}</p>
    ${action ? html`<div class="empty__do">${action}</div>` : null}
  </div>`;
}
