import { html, type Html } from "../html.ts";
import { notificationBanner } from "../nhs/notification-banner.ts";

export interface Notice {
  kind: "success" | "problem" | "information";
  text: string;
  undo?: Undo;
}

/** What takes back what was just done: a form that is sent to a path here. */
export interface Undo {
  path: string;
  fields: Record<string, string>;
}

const undoForm = ({ path, fields }: Undo): Html =>
  html`<form method="post" action="${path}">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="quiet-action">Undo</button>
  </form>`;

/** The same where htmx asked: at the top of the page that is open, which otherwise stays as it is. */
export const noticePart = (notice: Notice, more?: Html): Html =>
  html`<hx-partial hx-target="#notices" hx-swap="innerHTML">${noticeBanner(notice, more)}</hx-partial>`;

const titles = { success: "Done", problem: "There is a problem", information: "Please note" } as const;

/** What just happened, at the top of the page; announced at once unless it is only information. */
export function noticeBanner({ kind, text, undo }: Notice, given?: Html): Html {
  const more = given ?? (undo && undoForm(undo));
  return notificationBanner({
    title: { id: "notice-title", text: titles[kind] },
    ...(more
      ? {
          html: html`<p class="nhsuk-notification-banner__heading">${text}</p>
            ${more}`,
        }
      : { text }),
    variant: kind === "success" ? "success" : undefined,
    role: kind === "information" ? "region" : "alert",
    classes: kind === "problem" ? "notice--problem" : undefined,
  });
}

/** For somebody who was signed out meanwhile: what they were writing is still on the page. */
export const signedOutPart: Html = noticePart(
  { kind: "problem", text: "You are not signed in any more." },
  html`<p>
    What you wrote is still here. <a href="/sign-in" target="_blank">Sign in (opens in a new tab)</a>, then
    send it again.
  </p>`,
);
