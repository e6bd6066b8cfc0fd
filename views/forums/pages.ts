import type { PageItem, PagesPage } from "../../src/forums/pages-query.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, joined } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button } from "../nhs/index.ts";
import { badge, bar, empty, feedList, pager, when, type FeedItem } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";

export interface PagesProps {
  shell: Shell;
  head: WorkspaceHead;
  pages: PagesPage;
  now: Date;
  mayStart: boolean;
}

const row = (item: PageItem, now: Date): FeedItem => ({
  face: null,
  title: item.title,
  href: item.href,
  tags: joined(
    [
      item.waiting && badge("Waiting to be confirmed", "quiet"),
      item.refused && badge("Not accepted", "quiet"),
    ],
    " ",
  ),
  meta: html`<bdi>${item.author}</bdi> · changed ${when(item.changed, now)}`,
  count: { number: item.comments, text: item.comments === 1 ? "comment" : "comments" },
});

/** The pages of a workspace, by their titles. */
export function pagesView({ shell, head, pages, now, mayStart }: PagesProps) {
  const path = `${head.href}/pages`;
  const { items, first, next } = pages;
  const bare = first && items.length === 0;
  const start = mayStart ? button({ href: `${path}/new`, text: "Write a page" }) : undefined;
  const nothing = empty({
    title: "No pages yet",
    text: mayStart
      ? "Write down what should last: how you work, what you agreed, what others can take over."
      : "Pages appear here when members write them.",
    action: start,
  });
  const main = html`${bar({
    heading: html`<h1 class="nhsuk-heading-l">Pages</h1>`,
    action: bare ? undefined : start,
  })}
  ${bare ? nothing : feedList({ items: items.map((item) => row(item, now)), level: 2 })}
  ${pager({
    label: "Pages",
    newer: first ? null : path,
    older: next ? `${path}?after=${encodeURIComponent(next)}` : null,
    words: { newer: "Back to the first", older: "More pages" },
  })}`;
  return page({
    shell,
    title: `Pages · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "pages"),
    main,
  });
}
