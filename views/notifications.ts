import type { Told } from "../src/notifications/queries.ts";
import { html, joined, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { button } from "./nhs/index.ts";
import { bar, empty, feedList, homeMark, pager, when, type FeedItem } from "./parts/index.ts";

/** What happened, in one sentence. */
export function sentence({ kind, who, workspace, title, words }: Told): string {
  const name = who?.name ?? "Somebody";
  const place = workspace?.name ?? "a workspace";
  const where = title ? ` in “${title}”` : workspace ? ` in ${place}` : "";
  switch (kind) {
    case "reply":
      return `${name} replied to you${where}`;
    case "mention":
      return `${name} mentioned you${where}`;
    case "like":
      return `${name} found what you wrote helpful${where}`;
    case "boost":
      return `${name} passed on what you wrote${where}`;
    case "follow":
      return `${name} follows you`;
    case "follow request":
      return `${name} asks to follow you`;
    case "post":
      return `${name} wrote a post`;
    case "poll":
      return who ? `A poll by ${name} has ended${where}` : `Your poll has ended${where}`;
    case "join request":
      return `${name} asks to join ${place}`;
    case "agreement":
      return words ?? "A sharing agreement has changed";
    case "invitation":
      return `${name} invites you to join ${place}`;
    case "invitation accepted":
      return `${name} accepted your invitation to ${place}`;
    case "invitation declined":
      return `${name} declined your invitation to ${place}`;
    case "approved":
      return `You can now take part in ${place}`;
    case "declined":
      return `Your request to join ${place} was declined`;
    case "removed":
      return `You were removed from ${place}`;
    case "manager":
      return `${name} made you a manager of ${place}`;
    case "deleted":
      return `${name} removed what you wrote${where}`;
    case "refused":
      return `${place} did not take in what you wrote`;
    case "edit refused":
      return `${place} did not take in your edit${title ? where : ""}, so it is taken back here too. Your words are kept`;
    case "attendance refused":
      return `Your answer${where} was not taken in: you are not on the list of who comes`;
    case "report":
      return `Something was reported in ${place}`;
    case "report to administrators":
      return "Something was reported to the administrators";
    case "report decided":
      return title
        ? `What you reported in “${title}” has been looked at`
        : "What you reported has been looked at";
    case "blocked":
      return `A manager of ${place} blocked you: you can no longer write there`;
    case "unblocked":
      return `You can write in ${place} again`;
    case "hidden":
      return `Your organisation’s administrators hid what you wrote${where}: nobody here sees it`;
    case "moved":
      return words ?? "A discussion was moved";
    case "scheduled refused":
      return "A post that you scheduled was not published";
    case "act refused":
      return `${place} did not do what you asked${title ? where : ""}`;
  }
}

/** A notification as one row of a list. */
export function toldRow(item: Told, now: Date): FeedItem {
  const { who, workspace, words, kind, href, unread, created } = item;
  const quoted =
    kind === "reply" ||
    kind === "mention" ||
    kind === "boost" ||
    kind === "post" ||
    kind === "join request" ||
    kind === "invitation" ||
    kind === "like";
  const place = workspace
    ? homeMark({
        organisation: workspace.elsewhere ? `${workspace.name}, ${workspace.organisation}` : workspace.name,
        elsewhere: workspace.elsewhere,
      })
    : null;
  return {
    face: who ?? (workspace ? { name: workspace.name, picture: null, square: true } : null),
    title: sentence(item),
    href,
    unread,
    snippet: words && kind !== "agreement" && kind !== "moved" ? (quoted ? `“${words}”` : words) : undefined,
    meta: joined([place, when(created, now)], " · "),
  };
}

export interface NotificationsProps {
  shell: Shell;
  items: Told[];
  newer: string | null;
  older: string | null;
  now: Date;
}

const markAll: Html = html`<form method="post" action="/notifications/read">
  ${button({ text: "Mark all as read", variant: "secondary" })}
</form>`;

/** `/notifications` */
export function notificationsPage({ shell, items, newer, older, now }: NotificationsProps): Html {
  const unread = (shell.viewer?.unread ?? 0) > 0;
  const main = html`${bar({
    heading: html`<h1 class="nhsuk-heading-l">Notifications</h1>`,
    action: unread ? markAll : undefined,
  })}
  ${
    items.length > 0
      ? feedList({ items: items.map((item) => toldRow(item, now)), level: 2 })
      : empty({
          title: "Nothing yet",
          text: "When somebody replies to you, mentions you or answers your request to join, you find it here.",
          action: html`<a href="/">Go to the home page</a>`,
        })
  }
  ${pager({ newer, older, label: "Notifications", words: { newer: "Newest", older: "Older" } })}`;
  return page({ shell, title: "Notifications", current: "notifications", main });
}
