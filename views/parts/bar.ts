import { html, isBlank, type Html } from "../html.ts";

export interface BarProps {
  /** The heading, an `<h1>` to `<h3>` with its class. */
  heading?: Html;
  /** Choices beside it: sort orders, filters. */
  choices?: Html;
  /** The one main button. */
  action?: Html;
}

/** A heading, the choices beside it and the one button of the page, in a row that wraps. */
export function bar({ heading, choices, action }: BarProps): Html {
  return html`<div class="bar">
    ${heading} ${isBlank(choices) ? null : html`<div class="bar__choices">${choices}</div>`}
    ${isBlank(action) ? null : html`<div class="bar__do">${action}</div>`}
  </div>`;
}

export interface Choice {
  text: string;
  href: string;
  current?: boolean;
}

/** One of several ways to see a list: "Sort by Newest · Oldest". The chosen one is not a link. */
export function choiceLinks({ label, choices }: { label: string; choices: readonly Choice[] }): Html {
  return html`<nav class="choices" aria-label="${label}">
    <span class="choices__label" aria-hidden="true">${label}</span>
    <ul>
      ${choices.map(({ text, href, current }) =>
        current
          ? html`<li><a href="${href}" aria-current="true">${text}</a></li>`
          : html`<li><a href="${href}">${text}</a></li>`,
      )}
    </ul>
  </nav>`;
}
