import { html, type Html } from "../html.ts";

/** One section of the column at the side. */
export function sideSection(title: string, content: Html): Html {
  return html`<section class="side__section">
    <h2 class="side__title">${title}</h2>
    ${content}
  </section>`;
}
