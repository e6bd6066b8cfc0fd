import { attributes, html, type Html } from "../html.ts";
import { face, initials } from "../parts/face.ts";
import { countMark } from "../parts/nav-tabs.ts";
import type { Shell } from "./page.ts";

export type Current = "home" | "workspaces" | "discover" | "notifications" | "me" | "admin";

function place(href: string, text: string, current: boolean, unread = 0): Html {
  return html`<li>
    <a${attributes({ href, "aria-current": current ? "page" : null })}>${text}${countMark(unread, "unread")}</a>
  </li>`;
}

function name({ name, shortName, logo }: Shell["instance"]): Html {
  const mark = logo
    ? html`<img class="masthead__logo" src="${logo}" alt="" height="36" />`
    : html`<span class="masthead__initials" aria-hidden="true">${initials(name)}</span>`;
  const words =
    shortName && shortName !== name
      ? html`<span class="masthead__long">${name}</span><span class="masthead__short">${shortName}</span>`
      : html`<span>${name}</span>`;
  return html`<a class="masthead__name" href="/">${mark}${words}</a>`;
}

function me({ viewer }: Shell, current: boolean): Html {
  if (!viewer) return html`<a class="masthead__sign-in" href="/sign-in">Sign in</a>`;
  return html`<a${attributes({ class: "masthead__person", href: "/me", "aria-current": current ? "page" : null })}
    >${face({ name: viewer.name, picture: viewer.picture, size: "small" })}<bdi class="masthead__person-name">${viewer.name}</bdi></a
  >`;
}

/** The organisation's own name and logo, the places to go, and oneself. */
export function masthead({ shell, current }: { shell: Shell; current?: Current }): Html {
  const { viewer } = shell;
  return html`<header class="masthead">
    <div class="shell masthead__row">
      ${name(shell.instance)}
      <nav class="masthead__places" aria-label="Main">
        <ul>
          ${place("/", "Home", current === "home")}
          ${place("/workspaces", "Workspaces", current === "workspaces")}
          ${place("/discover", "Discover", current === "discover")}
          ${viewer ? place("/notifications", "Notifications", current === "notifications", viewer.unread) : null}
          ${viewer?.administrator ? place("/admin", "Administration", current === "admin") : null}
        </ul>
      </nav>
      <div class="masthead__me">${me(shell, current === "me")}</div>
    </div>
  </header>`;
}
