import { attributes, html, type Html } from "../html.ts";

export interface Notice {
  kind: "success" | "problem" | "information";
  text: string;
}

const titles = { success: "Done", problem: "There is a problem", information: "Important" } as const;

/** What just happened, at the top of the page; announced at once unless it is only information. */
export function noticeBanner({ kind, text }: Notice): Html {
  const outer = attributes({
    class: `nhsuk-notification-banner${kind === "success" ? " nhsuk-notification-banner--success" : kind === "problem" ? " notice--problem" : ""}`,
    role: kind === "information" ? "region" : "alert",
    "aria-labelledby": "notice-title",
    "data-module": "nhsuk-notification-banner",
  });
  return html`<div${outer}>
    <div class="nhsuk-notification-banner__header">
      <h2 class="nhsuk-notification-banner__title" id="notice-title">${titles[kind]}</h2>
    </div>
    <div class="nhsuk-notification-banner__content">
      <p class="nhsuk-notification-banner__heading">${text}</p>
    </div>
  </div>`;
}
