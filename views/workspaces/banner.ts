import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { button } from "../nhs/index.ts";
import { badge, place, type NavTab } from "../parts/index.ts";

export type Room =
  "home" | "forum" | "events" | "pages" | "files" | "offers" | "people" | "about" | "moderation" | "manage";

function tabs(
  { href, mayRead, manager, moderates }: WorkspaceHead,
  current: Room | null,
  requests: number,
): NavTab[] {
  const tab = (room: Room, text: string, path: string, count?: number): NavTab => ({
    href: href + path,
    text,
    current: room === current,
    count,
  });
  return [
    tab("home", "Home", ""),
    ...(mayRead
      ? [
          tab("forum", "Forum", "/forum"),
          tab("events", "Events", "/events"),
          tab("pages", "Pages", "/pages"),
          tab("files", "Files", "/files"),
          tab("offers", "Offers", "/offers"),
          tab("people", "People", "/people"),
        ]
      : []),
    tab("about", "About", "/about"),
    ...(moderates ? [tab("moderation", "Moderation", "/moderation")] : []),
    ...(manager ? [tab("manage", "Manage", "/manage", requests)] : []),
  ];
}

/** A button that joins at once, a link that leads to asking, or the state and the way out of it. */
export function joinAction(head: WorkspaceHead): Html | undefined {
  const { href, state, name } = head;
  const about = html`<span class="nhsuk-u-visually-hidden"> ${name}</span>`;
  if (state === "active") {
    const role = head.standing.role === "manager" ? "You manage this" : "You are a member";
    return html`<p class="place__state">${badge(role)} <a href="${href}/leave">Leave${about}</a></p>`;
  }
  if (state === "invited") {
    return html`<p class="place__state">${badge("You are invited")}</p>
      <form method="post" action="${href}/join">
        ${button({ html: html`Accept${about}`, preventDoubleClick: true })}
      </form>
      <form method="post" action="${href}/decline">
        ${button({ html: html`Decline${about}`, variant: "secondary" })}
      </form>`;
  }
  if (state === "requested") {
    return html`<p class="place__state">
      ${badge("Asked to join")} <a href="${href}/leave">Take back${about}</a>
    </p>`;
  }
  if (head.joining === "removed")
    return html`<p class="place__state">${badge("Removed by a manager", "quiet")}</p>`;
  if (head.joining === "blocked")
    return html`<p class="place__state">${badge("Blocked by a manager", "quiet")}</p>`;
  if (head.joining === "by invitation") return undefined;
  if (!head.signedIn) {
    return head.elsewhere
      ? undefined
      : button({
          href: `/sign-in?then=${encodeURIComponent(head.href)}`,
          text: "Sign in to join",
          variant: "secondary",
        });
  }
  if (head.joining === "on request") {
    const words = state === "declined" ? "Ask again" : "Ask to join";
    return button({ href: `${href}/join`, html: html`${words}${about}` });
  }
  return html`<form method="post" action="${href}/join">
    ${button({ html: html`Join${about}`, preventDoubleClick: true })}
  </form>`;
}

/** The banner of a workspace's page, with its rooms. `heading` on the workspace's own Home only. */
export function workspaceBanner(
  head: WorkspaceHead,
  current: Room | null,
  { heading = false, requests = 0 }: { heading?: boolean; requests?: number } = {},
): Html {
  const { name, href, purpose, level, organisation, elsewhere, members, picture } = head;
  return place({
    name,
    href,
    purpose,
    level,
    home: { organisation, elsewhere },
    people: { count: members },
    picture,
    heading,
    action: joinAction(head),
    tabs: tabs(head, current, requests),
  });
}
