import { html, type Html } from "../html.ts";
import { page, type Shell } from "./page.ts";

const titles: Record<number, string> = {
  401: "Sign in first",
  403: "You may not do that",
  404: "Page not found",
  409: "That has changed meanwhile",
  410: "This is no longer here",
  413: "Too large",
  422: "Check what you entered",
  429: "Too many tries",
  502: "The other organisation did not answer",
};

export interface FailureProps {
  shell: Shell;
  status: number;
  text: string;
  /** Where a stranger signs in to see what may be there for members; said of everything that is not found. */
  signIn?: string | null;
}

/** The page for a refusal or a defect: what happened in words, and the way on. */
export function failure({ shell, status, text, signIn = null }: FailureProps): Html {
  const title = titles[status] ?? "Sorry, there is a problem";
  return page({
    shell,
    title,
    error: true,
    main: html`<h1 class="nhsuk-heading-l">${title}</h1>
      <p>${text}</p>
      ${signIn ? html`<p>If it is for members, you can see it when you <a href="${signIn}">sign in</a>.</p>` : null}
      <p><a href="/">Go to the home page</a>, or use your browser's Back button.</p>`,
  });
}
