import { attributes, classes, html, isBlank, type Html } from "../html.ts";
import { badge } from "./badge.ts";
import { face, type FaceProps } from "./face.ts";

export interface FeedItem {
  /** Null leaves the space for a face out. */
  face: FaceProps | null;
  title: string;
  href: string;
  /** Where, who and when, in one quiet line. */
  meta: Html;
  /** One line of what was said. */
  snippet?: string;
  /** At the right: a number with its word ("11", "comments"), or only words ("12 min"). */
  count?: { number?: number; text: string } | null;
  unread?: boolean;
  /** Tags after the title: pinned, locked, answered. */
  tags?: Html;
  /** A button or link at the right, below the count. */
  action?: Html;
  id?: string;
}

export interface FeedListProps {
  items: readonly FeedItem[];
  /** Level of the titles' headings; 3 unless told. */
  level?: 2 | 3 | 4;
  id?: string;
  /** All titles in bold, read or not: for what waits for an answer. */
  bold?: boolean;
}

/** A list of things to read, the newest first: discussions, notifications, results. */
export function feedList({ items, level = 3, id, bold }: FeedListProps): Html {
  return html`<ul${attributes({ class: classes("list", bold && "list--bold"), id })}>
    ${items.map((item) => feedItem(item, level))}
  </ul>`;
}

/** One row of a feed list, for htmx to add or replace. */
export function feedItem(item: FeedItem, level: 2 | 3 | 4 = 3): Html {
  const title = html`<a href="${item.href}" dir="auto">${item.title}</a
    >${item.unread ? html` ${badge("New", "new")}` : null}${isBlank(item.tags) ? null : html` ${item.tags}`}`;
  const heading =
    level === 2
      ? html`<h2 class="list__title">${title}</h2>`
      : level === 4
        ? html`<h4 class="list__title">${title}</h4>`
        : html`<h3 class="list__title">${title}</h3>`;
  const row = classes(
    "list__item",
    item.unread && "list__item--unread",
    !item.face && "list__item--faceless",
  );
  return html`<li${attributes({ class: row, id: item.id })}>
    ${item.face ? face(item.face) : null}
    <div class="list__text">
      ${heading} ${item.snippet ? html`<p class="list__snippet" dir="auto">${item.snippet}</p>` : null}
      <p class="list__meta">${item.meta}</p>
    </div>
    ${
      item.count || !isBlank(item.action)
        ? html`<div class="list__end">
            ${item.count ? html`<p class="list__count">${item.count.number === undefined ? null : html`<b>${item.count.number}</b> `}${item.count.text}</p>` : null}
            ${item.action}
          </div>`
        : null
    }
  </li>`;
}
