import { html, type Html } from "../html.ts";

export interface FileProps {
  name: string;
  href: string;
  /** Up to four letters for the kind: "PDF". */
  kind: string;
  /** "North Shore Hospitals Trust · 380 KB · version 2". */
  meta: string;
}

/** One attached or listed file. */
export function file({ name, href, kind, meta }: FileProps): Html {
  return html`<a class="file" href="${href}"
    ><span class="file__kind" aria-hidden="true">${kind.slice(0, 4).toUpperCase()}</span
    ><span class="file__text"
      ><b class="file__name" dir="auto">${name}</b
      ><span class="file__meta"><span class="nhsuk-u-visually-hidden">${kind}, </span>${meta}</span></span
    ></a
  >`;
}
