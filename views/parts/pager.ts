import { html, type Html } from "../html.ts";

export interface PagerProps {
  newer?: string | null;
  older?: string | null;
  /** What is paged, for those who hear the landmark: "Discussions". */
  label?: string;
  /** Words for the two directions, where "Newer" and "Older" do not fit. */
  words?: { newer: string; older: string };
}

const towards = {
  newer: html`<svg
    class="pager__arrow"
    viewBox="0 0 24 24"
    width="24"
    height="24"
    aria-hidden="true"
    focusable="false"
  >
    <path
      d="M10.7 6.3c.4.4.4 1 0 1.4L7.4 11H19a1 1 0 0 1 0 2H7.4l3.3 3.3c.4.4.4 1 0 1.4a1 1 0 0 1-1.4 0l-5-5A1 1 0 0 1 4 12c0-.3.1-.5.3-.7l5-5a1 1 0 0 1 1.4 0Z"
    />
  </svg>`,
  older: html`<svg
    class="pager__arrow"
    viewBox="0 0 24 24"
    width="24"
    height="24"
    aria-hidden="true"
    focusable="false"
  >
    <path
      d="m14.7 6.3 5 5c.2.2.3.4.3.7 0 .3-.1.5-.3.7l-5 5a1 1 0 0 1-1.4-1.4l3.3-3.3H5a1 1 0 0 1 0-2h11.6l-3.3-3.3a1 1 0 1 1 1.4-1.4Z"
    />
  </svg>`,
};

/** Newer and older, by position in the list (keyset): no page numbers, no endless scroll. */
export function pager({ newer, older, label = "Pages", words }: PagerProps): Html | null {
  if (!newer && !older) return null;
  return html`<nav class="pager" aria-label="${label}">
    ${newer ? html`<a class="pager__link" rel="prev" href="${newer}">${towards.newer}${words?.newer ?? "Newer"}</a>` : null}
    ${older ? html`<a class="pager__link pager__link--older" rel="next" href="${older}">${words?.older ?? "Older"}${towards.older}</a>` : null}
  </nav>`;
}
