import { attributes, html, type Html } from "../html.ts";

export interface NavTab {
  href: string;
  text: string;
  current?: boolean;
  /** New things behind this tab. */
  count?: number;
}

/** Links to the rooms of one place, the current one marked. They wrap rather than scroll. */
export function navTabs({ label, tabs }: { label: string; tabs: readonly NavTab[] }): Html {
  return html`<nav class="rooms" aria-label="${label}">
    <ul>
      ${tabs.map(
        ({ href, text, current, count }) =>
          html`<li>
            <a${attributes({ href, "aria-current": current ? "page" : null })}>${text}${countMark(count, "new")}</a>
          </li>`,
      )}
    </ul>
  </nav>`;
}

/** A small number beside a link, capped at 99; nothing for none. The word is heard, not seen. */
export function countMark(count: number | undefined, word: string): Html | null {
  if (!count || count < 1) return null;
  return html` <span class="count"
    >${count > 99 ? "99+" : count}<span class="nhsuk-u-visually-hidden"> ${word}</span></span
  >`;
}
