import type { EventItem, EventsPage } from "../../src/gatherings/queries.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, joined, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button } from "../nhs/index.ts";
import { badge, bar, choiceLinks, empty, feedList, pager, span, type FeedItem } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";

export interface EventsProps {
  shell: Shell;
  head: WorkspaceHead;
  events: EventsPage;
  mayStart: boolean;
}

function row(item: EventItem): FeedItem {
  const { comes, place, online, own } = item;
  const where = place ?? (online ? "Online" : null);
  return {
    face: null,
    title: item.title,
    href: item.href,
    tags: joined(
      [
        own === "coming" && badge("You are coming", "quiet"),
        item.waiting && badge("Waiting to be confirmed", "quiet"),
        item.refused && badge("Not accepted", "quiet"),
      ],
      " ",
    ),
    meta: html`${span(item)}${where ? html` · <span dir="auto">${where}</span>` : null}`,
    count: { number: comes, text: "coming" },
  };
}

function nothingYet({ head, events, mayStart }: EventsProps): Html {
  if (events.past) return empty({ title: "No past events", text: "Events stand here when they are over." });
  return empty({
    title: "No events to come",
    text: mayStart
      ? "Plan a meeting, a learning session or a visit. Members say whether they come."
      : "Events appear here when members plan them.",
    action: mayStart ? button({ href: `${head.href}/events/new`, text: "Plan an event" }) : undefined,
  });
}

/** The events of a workspace: those to come, or those that are over. */
export function eventsView(props: EventsProps): Html {
  const { shell, head, events, mayStart } = props;
  const path = `${head.href}/events`;
  const { past, items } = events;
  const bare = events.first && items.length === 0;
  const main = html`${bar({
    heading: html`<h1 class="nhsuk-heading-l">Events</h1>`,
    choices: choiceLinks({
      label: "Show",
      choices: [
        { text: "To come", href: path, current: !past },
        { text: "Past", href: `${path}?show=past`, current: past },
      ],
    }),
    action: mayStart && !(bare && !past) ? button({ href: `${path}/new`, text: "Plan an event" }) : undefined,
  })}
  ${bare ? nothingYet(props) : feedList({ items: items.map(row), level: 2 })}
  ${pager({
    label: "Events",
    newer: events.first ? null : past ? `${path}?show=past` : path,
    older: events.next ? `${path}?${past ? "show=past&" : ""}after=${events.next}` : null,
    words: { newer: "Back to the first", older: "More events" },
  })}`;
  return page({
    shell,
    title: `${past ? "Past events" : "Events"} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "events"),
    main,
  });
}
