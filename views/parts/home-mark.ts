import { classes, html, type Html } from "../html.ts";

export interface HomeMarkProps {
  /** Name of the organisation whose instance holds it. */
  organisation: string;
  elsewhere: boolean;
  /** Says "Lives at" in words for everyone, not only to assistive technology. */
  spelled?: boolean;
}

const here = html`<svg
  class="home__mark"
  viewBox="10 0 12 12"
  width="12"
  height="12"
  aria-hidden="true"
  focusable="false"
>
  <circle cx="16" cy="6" r="5" fill="currentColor" />
</svg>`;
const bridged = html`<svg
  class="home__mark"
  viewBox="0 0 22 12"
  width="22"
  height="12"
  aria-hidden="true"
  focusable="false"
>
  <path d="M3 6h9" fill="none" stroke="currentColor" stroke-width="2" />
  <circle cx="3" cy="6" r="2.5" fill="currentColor" />
  <circle cx="16" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2" />
</svg>`;

/**
 * Where a thing lives: one island for here, two joined by a bar for elsewhere. The shape and the words
 * say it; the colour only agrees.
 */
export function homeMark({ organisation, elsewhere, spelled }: HomeMarkProps): Html {
  const words = elsewhere ? "Lives at" : "Lives here, at";
  return html`<span class="${classes("home", elsewhere && "home--elsewhere")}"
    >${elsewhere ? bridged : here}<span
      >${spelled ? words : html`<span class="nhsuk-u-visually-hidden">${words}</span>`}
      <b dir="auto">${organisation}</b></span
    ></span
  >`;
}
