import type { Offer } from "../../src/context.ts";
import type { KnownOrganisation } from "../../src/directory/queries.ts";
import type { WorkspaceItem } from "../../src/workspaces/lists.ts";
import { addressForm } from "../directory.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button } from "../nhs/index.ts";
import { badge, empty, face, feedList, homeMark, levelName, pager } from "../parts/index.ts";
import { peopleText, workspaceRow } from "../workspaces/list.ts";

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
        html`<li class="list__item">
          ${face({ name, picture: null, square: true })}
          <div class="list__text">
            <h3 class="list__title"><a href="/discover/${host}" dir="auto">${name}</a></h3>
            <p class="list__meta">${host}</p>
          </div>
        </li>`,
    )}
  </ul>`;
  return html`<h2 class="nhsuk-heading-m">At other organisations</h2>
    ${addressForm({})}
    ${
      organisations.length > 0
        ? html`<p>Or choose an organisation to see what they offer.</p>
            ${list}`
        : empty({
            title: "No other organisation is known here yet",
            text: "Enter an organisation’s address above to see what they offer. It is listed here from then on.",
            level: 3,
          })
    }`;
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
            ${organisations ? "There is none that you do not belong to already." : "There is none yet."}
          </p>`
    }
    ${pager({ newer, older, label: "Open workspaces", words: { newer: "Previous", older: "More workspaces" } })}`;
  return page({ shell, title: "Discover workspaces", current: "discover", main });
}

/** Something another organisation offers, and whether the reader belongs to it or has asked to. */
export type KnownOffer = Offer & {
  /** Its page here; null while the reader has nothing to do with it. */
  href: string | null;
  standing: "active" | "requested" | null;
};

export interface OffersProps {
  shell: Shell;
  host: string;
  /** What the organisation is called, where that is known already. */
  name: string | null;
  /** Null while they are still to be asked. */
  offers: { organisation: string; workspaces: KnownOffer[] } | { problem: string } | null;
}

/** Says what it is, before anybody joins. */
const lookAt = ({ address }: Offer): string => `/open?address=${encodeURIComponent(address)}`;

const joinForm = (offer: Offer): Html =>
  html`<form method="post" action="/open/join">
    <input type="hidden" name="address" value="${offer.address}" />
    ${button({
      html: html`${offer.level === "open" ? "Join" : "Ask to join"}<span class="nhsuk-u-visually-hidden">
          ${offer.name}</span
        >`,
      variant: "secondary",
      small: true,
      preventDoubleClick: true,
    })}
  </form>`;

/** What another organisation offers, for htmx and inside the page. */
export function offersPart({ host, name, offers }: Omit<OffersProps, "shell">): Html {
  if (!offers) {
    const path = `/discover/${host}?now=1`;
    return html`<div id="offers" role="status" hx-get="${path}" hx-trigger="load" hx-swap="outerHTML">
      <p>Asking <bdi>${name ?? host}</bdi> what they offer …</p>
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
        action: html`<a href="/discover">Enter an address</a>`,
      })}
    </div>`;
  }
  const row = (offer: KnownOffer) =>
    html`<li class="list__item list__item--faceless">
      <div class="list__text">
        <h2 class="list__title"><a href="${offer.href ?? lookAt(offer)}" dir="auto">${offer.name}</a></h2>
        <p class="list__snippet" dir="auto">${offer.purpose}</p>
        <p class="list__meta">
          ${homeMark({ organisation, elsewhere: true })} ·
          ${levelName(offer.level)}${offer.members === null ? null : html` · ${peopleText(offer.members)}`}
        </p>
      </div>
      <div class="list__end">
        ${offer.href ? badge(offer.standing === "active" ? "You are a member" : "Asked to join") : joinForm(offer)}
      </div>
    </li>`;
  return html`<div id="offers">
    <ul class="list">
      ${workspaces.map(row)}
    </ul>
  </div>`;
}

/** `/discover/:host` */
export function offersPage({ shell, host, name, offers }: OffersProps): Html {
  return page({
    shell,
    title: `Workspaces at ${name ?? host}`,
    current: "discover",
    error: offers !== null && "problem" in offers,
    head: offers
      ? undefined
      : html`<noscript><meta http-equiv="refresh" content="0; url=/discover/${host}?now=1" /></noscript>`,
    main: html`${backLink({ href: "/discover", text: "Discover" })}
      <h1 class="nhsuk-heading-l">Workspaces at <bdi>${name ?? host}</bdi></h1>
      ${name === null ? null : html`<p>Their address is ${host}.</p>`} ${offersPart({ host, name, offers })}`,
  });
}
