import type { Offer } from "../src/context.ts";
import type { KnownOrganisation } from "../src/directory/queries.ts";
import type { WorkspaceHead } from "../src/workspaces/head.ts";
import type { WorkspaceItem } from "../src/workspaces/lists.ts";
import { html, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { backLink, button, input } from "./nhs/index.ts";
import {
  empty,
  feedList,
  homeMark,
  levelName,
  pager,
  problemAt,
  problemSummary,
  type Problem,
} from "./parts/index.ts";
import { joinAction } from "./workspaces/banner.ts";
import { peopleText, workspaceRow } from "./workspaces/list.ts";

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
      hint: "For example tombolo.north.example or @priya@north.example",
      value: home?.host ?? "",
      classes: "nhsuk-u-width-two-thirds",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: false,
    })}
    ${button({ text: "Open there", variant: "secondary" })}
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
          hint: "For example tombolo.north.example or @priya@north.example",
          value: home,
          errorMessage: problemAt(problems, "home"),
          autocapitalize: "none",
          spellcheck: false,
        })}
        ${button({ text: "Open there" })}
      </form>`,
  });
}

function addressForm({ address = "", problem }: { address?: string; problem?: string }): Html {
  return html`<form method="get" action="/open">
    ${input({
      id: "address",
      name: "address",
      label: { text: "Paste the address of a workspace", size: "s" },
      hint: "For example @sepsis-network@north.example, or its web address",
      value: address,
      errorMessage: problem ? { text: problem } : undefined,
      autocapitalize: "none",
      autocomplete: "off",
      spellcheck: false,
    })}
    ${button({ text: "Open" })}
  </form>`;
}

function hostForm(): Html {
  return html`<form method="get" action="/discover/elsewhere">
    ${input({
      name: "host",
      label: "Address of another organisation",
      hint: "For example tombolo.north.example",
      autocapitalize: "none",
      autocomplete: "off",
      spellcheck: false,
      classes: "nhsuk-input--width-20",
    })}
    ${button({ text: "See what they offer", variant: "secondary" })}
  </form>`;
}

export interface DiscoverProps {
  shell: Shell;
  /** Null for a stranger. */
  organisations: KnownOrganisation[] | null;
  here: WorkspaceItem[];
  newer: string | null;
  older: string | null;
}

function elsewhere(organisations: KnownOrganisation[]): Html {
  const list = html`<ul class="list">
    ${organisations.map(
      ({ host, name }) =>
        html`<li class="list__item list__item--faceless">
          <div class="list__text">
            <h3 class="list__title" dir="auto">${name}</h3>
            <p class="list__meta">${host}</p>
          </div>
          <div class="list__end">
            <a href="/discover/${host}"
              >See what they offer<span class="nhsuk-u-visually-hidden">, ${name}</span></a
            >
          </div>
        </li>`,
    )}
  </ul>`;
  return html`<h2 class="nhsuk-heading-m">At other organisations</h2>
    ${addressForm({})}
    ${
      organisations.length > 0
        ? list
        : empty({
            title: "No other organisation is known here yet",
            text: "Paste the address of a workspace above, or enter an organisation’s address below. It is listed here from then on.",
            level: 3,
          })
    }
    <div class="below">${hostForm()}</div>`;
}

/** `/discover`: workspaces here and elsewhere. */
export function discoverPage({ shell, organisations, here, newer, older }: DiscoverProps): Html {
  const main = html`<h1 class="nhsuk-heading-l">Discover workspaces</h1>
    ${
      organisations
        ? elsewhere(organisations)
        : html`<p>
            <a href="/sign-in?then=%2Fdiscover">Sign in</a> to find and join workspaces of other organisations
            from here.
          </p>`
    }
    <h2 class="nhsuk-heading-m">Open workspaces at ${shell.instance.name}</h2>
    ${
      here.length > 0
        ? feedList({ items: here.map((item) => workspaceRow(item)) })
        : html`<p>
            ${organisations ? "You belong to all of them, or there is none yet." : "There is none yet."}
          </p>`
    }
    ${pager({ newer, older, label: "Open workspaces", words: { newer: "Previous", older: "More workspaces" } })}`;
  return page({ shell, title: "Discover workspaces", current: "discover", main });
}

export interface OffersProps {
  shell: Shell;
  host: string;
  /** Null while they are still to be asked. */
  offers: { organisation: string; workspaces: Offer[] } | { problem: string } | null;
}

/** What another organisation offers, for htmx and inside the page. */
export function offersPart({ host, offers }: Omit<OffersProps, "shell">): Html {
  if (!offers) {
    const path = `/discover/${host}?now=1`;
    return html`<div id="offers" role="status" hx-get="${path}" hx-trigger="load" hx-swap="outerHTML">
      <p>Asking ${host} what they offer …</p>
      <noscript
        ><p><a href="${path}">Show the answer</a></p></noscript
      >
    </div>`;
  }
  if ("problem" in offers) {
    return html`<div id="offers" role="status">
      ${empty({
        title: "They did not answer",
        text: offers.problem,
        action: html`<a href="/discover/${host}?now=1">Try again</a>`,
      })}
    </div>`;
  }
  const { organisation, workspaces } = offers;
  if (workspaces.length === 0) {
    return html`<div id="offers">
      ${empty({
        title: "Nothing to join at the moment",
        text: `${organisation} lists no workspaces. You can still join one whose address you know.`,
        action: html`<a href="/discover">Paste an address</a>`,
      })}
    </div>`;
  }
  const row = (offer: Offer) =>
    html`<li class="list__item list__item--faceless">
      <div class="list__text">
        <h3 class="list__title" dir="auto">${offer.name}</h3>
        <p class="list__snippet" dir="auto">${offer.purpose}</p>
        <p class="list__meta">
          ${homeMark({ organisation, elsewhere: true })} ·
          ${levelName(offer.level)}${offer.members === null ? null : html` · ${peopleText(offer.members)}`}
        </p>
      </div>
      <div class="list__end">
        <form method="post" action="/open/join">
          <input type="hidden" name="address" value="${offer.address}" />
          ${button({
            html: html`${offer.level === "open" ? "Join" : "Ask to join"}<span
                class="nhsuk-u-visually-hidden"
              >
                ${offer.name}</span
              >`,
            variant: "secondary",
            small: true,
            preventDoubleClick: true,
          })}
        </form>
      </div>
    </li>`;
  return html`<div id="offers">
    <h2 class="nhsuk-heading-m" dir="auto">${organisation}</h2>
    <ul class="list">
      ${workspaces.map(row)}
    </ul>
  </div>`;
}

/** `/discover/:host` */
export function offersPage({ shell, host, offers }: OffersProps): Html {
  return page({
    shell,
    title: `Workspaces at ${host}`,
    current: "discover",
    error: offers !== null && "problem" in offers,
    head: offers
      ? undefined
      : html`<noscript><meta http-equiv="refresh" content="0; url=/discover/${host}?now=1" /></noscript>`,
    main: html`${backLink({ href: "/discover", text: "Discover" })}
      <h1 class="nhsuk-heading-l">Workspaces at ${host}</h1>
      ${offersPart({ host, offers })}`,
  });
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
