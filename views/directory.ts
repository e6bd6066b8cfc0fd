import type { WorkspaceHead } from "../src/workspaces/head.ts";
import { html, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { backLink, button, input } from "./nhs/index.ts";
import { homeMark, levelName, problemAt, problemSummary, type Problem } from "./parts/index.ts";
import { joinAction } from "./workspaces/banner.ts";
import { peopleText } from "./workspaces/list.ts";

export interface OpenAtHome {
  /** Address (`iri`) of what the page shows. */
  uri: string;
  /** Where the reader said they are at home, the last time, and where this opens there. */
  home: { host: string; href: string } | null;
  /** Path to return to after signing in here. */
  then?: string;
}

/** For a reader who is not signed in: the way to their own organisation, where they can take part. */
export function openAtHome({ uri, home, then = "/" }: OpenAtHome): Html {
  const form = html`<form method="post" action="/open-at-home" class="at-home__form">
    <input type="hidden" name="uri" value="${uri}" />
    ${input({
      name: "home",
      label: "Address of your organisation’s Tombolo, or your own address",
      hint: "For example tombolo.south.example or @priya-nair@south.example",
      value: home?.host ?? "",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: false,
    })}
    ${button({ text: "Open there", variant: "secondary", small: true })}
  </form>`;
  const title = html`<h2 class="at-home__title" id="at-home">Are you with another organisation?</h2>`;
  const signIn = html`<p class="at-home__here">
    You belong to this one? <a href="/sign-in?then=${encodeURIComponent(then)}">Sign in</a>.
  </p>`;
  if (!home) {
    return html`<section class="at-home" aria-labelledby="at-home">
      ${title}
      <p>Open this at your own, and take part from there.</p>
      ${form} ${signIn}
    </section>`;
  }
  return html`<section class="at-home" aria-labelledby="at-home">
    ${title}
    <p><a href="${home.href}">Open this at ${home.host}</a>, and take part from there.</p>
    <details class="nhsuk-details">
      <summary class="nhsuk-details__summary">
        <span class="nhsuk-details__summary-text">Open it somewhere else</span>
      </summary>
      <div class="nhsuk-details__text">${form}</div>
    </details>
    ${signIn}
  </section>`;
}

export interface LeavingProps {
  shell: Shell;
  uri: string;
  home: string;
  problems: Problem[];
  /** Null while it is not known which organisation is meant. */
  there: { host: string; href: string } | null;
}

/** After the form: a plain link, because a form must not lead to another server (`form-action`). */
export function leavingPage({ shell, uri, home, problems, there }: LeavingProps): Html {
  if (there) {
    const { host, href } = there;
    return page({
      shell,
      title: `Continue to ${host}`,
      main: html`<h1 class="nhsuk-heading-l">Open this at ${host}</h1>
        <p>
          You leave this site. Sign in there, if you have not yet, and you can read and take part from there.
        </p>
        ${button({ href, text: `Continue to ${host}` })}`,
    });
  }
  return page({
    shell,
    title: "Open this at your own organisation",
    error: true,
    main: html`${problemSummary(problems)}
      <h1 class="nhsuk-heading-l">Open this at your own organisation</h1>
      <form method="post" action="/open-at-home">
        <input type="hidden" name="uri" value="${uri}" />
        ${input({
          name: "home",
          label: "Address of your organisation’s Tombolo, or your own address",
          hint: "For example tombolo.south.example or @priya-nair@south.example",
          value: home,
          errorMessage: problemAt(problems, "home"),
          autocapitalize: "none",
          spellcheck: false,
        })}
        ${button({ text: "Open there" })}
      </form>`,
  });
}

/** The one field that opens what lives elsewhere. */
export function addressForm({ address = "", problem }: { address?: string; problem?: string }): Html {
  return html`<form method="get" action="/open">
    ${input({
      id: "address",
      name: "address",
      label: { text: "Address of a workspace or an organisation", size: "s" },
      hint: "For example @sepsis-network@north.example, its web address, or tombolo.north.example",
      value: address,
      errorMessage: problem ? { text: problem } : undefined,
      autocapitalize: "none",
      autocomplete: "off",
      spellcheck: false,
    })}
    ${button({ text: "Open" })}
  </form>`;
}

export interface OpenProps {
  shell: Shell;
  address: string;
  problem: string | null;
  workspace: WorkspaceHead | null;
}

/** `/open` and `/authorize_interaction`: what was found at an address, or plainly why nothing. */
export function openPage({ shell, address, problem, workspace }: OpenProps): Html {
  if (workspace) {
    const { name, purpose, organisation, elsewhere, level, members, href } = workspace;
    return page({
      shell,
      title: name,
      current: "discover",
      main: html`${backLink({ href: "/discover", text: "Discover" })}
        <h1 class="nhsuk-heading-l" dir="auto">${name}</h1>
        <p class="nhsuk-body-l" dir="auto">${purpose}</p>
        <p>
          ${homeMark({ organisation, elsewhere, spelled: true })} · ${levelName(level)} ·
          ${peopleText(members)}
        </p>
        <div class="open__do">${joinAction(workspace)}</div>
        <p><a href="${href}">Look at it first</a></p>`,
    });
  }
  return page({
    shell,
    title: "Open an address",
    current: "discover",
    error: problem !== null,
    main: html`${backLink({ href: "/discover", text: "Discover" })}
      ${problem ? problemSummary([{ field: "address", text: problem }]) : null}
      <h1 class="nhsuk-heading-l">Open an address</h1>
      ${addressForm({ address, problem: problem ?? undefined })}`,
  });
}
