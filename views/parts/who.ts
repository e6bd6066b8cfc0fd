import { classes, html, isBlank, type Html } from "../html.ts";
import { face } from "./face.ts";
import { time, type Moment } from "./when.ts";

export interface WhoProps {
  name: string;
  /** The person's page; null once a person is erased. */
  href: string | null;
  /** "Job, Organisation"; null when neither is known. */
  post: string | null;
  picture: string | null;
  badge?: Html;
  time?: Moment;
  /** Where the time leads: the address of this one post. */
  timeHref?: string;
  small?: boolean;
}

/** Who wrote: face, name, job and organisation, and when. */
export function who({ name, href, post, picture, badge, time: moment, timeHref, small }: WhoProps): Html {
  const shown = html`<bdi>${name}</bdi>`;
  return html`<div class="${classes("who", small && "who--small")}">
    ${face({ name, picture, size: small ? "small" : undefined })}
    <div class="who__text">
      <p class="who__line">
        ${href ? html`<a class="who__name" href="${href}">${shown}</a>` : html`<span class="who__name">${shown}</span>`}
        ${isBlank(badge) ? null : badge}
      </p>
      ${post ? html`<p class="who__post"><bdi>${post}</bdi></p>` : null}
    </div>
    ${
      moment
        ? html`<p class="who__time">
            ${timeHref ? html`<a href="${timeHref}">${time(moment)}</a>` : time(moment)}
          </p>`
        : null
    }
  </div>`;
}
