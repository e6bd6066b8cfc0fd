import { html, type Html } from "../html.ts";
import { icon } from "../nhs/icon.ts";

export interface PagerProps {
  newer?: string | null;
  older?: string | null;
  /** What is paged, for those who hear the landmark: "Discussions". */
  label?: string;
  /** Words for the two directions, where "Newer" and "Older" do not fit. */
  words?: { newer: string; older: string };
}

/** Newer and older, by position in the list (keyset): no page numbers, no endless scroll. */
export function pager({ newer, older, label = "Pages", words }: PagerProps): Html | null {
  if (!newer && !older) return null;
  return html`<nav class="pager" aria-label="${label}">
    ${newer ? html`<a class="pager__link" rel="prev" href="${newer}">${icon("arrow-left", { classes: "pager__arrow" })}${words?.newer ?? "Newer"}</a>` : null}
    ${older ? html`<a class="pager__link pager__link--older" rel="next" href="${older}">${words?.older ?? "Older"}${icon("arrow-right", { classes: "pager__arrow" })}</a>` : null}
  </nav>`;
}
