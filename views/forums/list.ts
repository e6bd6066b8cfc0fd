import type { Card } from "../../src/actors/index.ts";
import type { ForumItem, ForumPage } from "../../src/forums/list-query.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { openAtHome, type OpenAtHome } from "../directory.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button } from "../nhs/index.ts";
import { badge, bar, empty, feedList, pager, when, type FeedItem } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";
import { forumAside } from "./aside.ts";
import { formBadge } from "./form-words.ts";
import { sortLinks } from "./discussion.ts";

export interface ForumProps {
  shell: Shell;
  head: WorkspaceHead;
  forum: ForumPage;
  managers: Card[];
  now: Date;
  mayStart: boolean;
  /** For those who are not signed in. */
  open: OpenAtHome | null;
}

function tags({ form, pinned, locked, waiting, refusal }: ForumItem): Html {
  const words = [
    formBadge(form),
    pinned && badge("Pinned", "quiet"),
    locked && badge("Locked", "quiet"),
    waiting && badge("Waiting to be confirmed", "quiet"),
    refusal !== null && badge("Not accepted", "quiet"),
  ];
  return html`${words.filter(Boolean).map((word) => html`${word} `)}`;
}

function row(item: ForumItem, { forum, now }: ForumProps): FeedItem {
  const { starter, post, lastName, comments, lastActivity, likes } = item;
  const moved = comments > 0 && lastName !== starter.name ? html`last by <bdi>${lastName}</bdi>, ` : null;
  const helped = forum.sort === "liked" && likes > 0 ? html` · helpful to ${likes}` : null;
  return {
    face: { name: starter.name, picture: starter.picture },
    title: item.title,
    href: item.href,
    unread: item.unread,
    tags: tags(item),
    meta: html`<bdi>${starter.name}</bdi>${post ? html`, <span dir="auto">${post}</span>` : null} ·
      ${moved}${when(lastActivity, now)}${helped}`,
    count: { number: comments, text: comments === 1 ? "comment" : "comments" },
  };
}

function nothingYet({ head, mayStart }: ForumProps): Html {
  return empty({
    title: "No discussions yet",
    text: mayStart
      ? "Ask a question, or say what worked where you are and what did not."
      : "Discussions appear here when members start them.",
    action: mayStart ? button({ href: `${head.href}/forum/new`, text: "Start a discussion" }) : undefined,
  });
}

/** The discussions of a workspace. */
export function forumView(props: ForumProps): Html {
  const { shell, head, forum, mayStart, open } = props;
  const items = [...forum.pinned, ...forum.items];
  const path = `${head.href}/forum`;
  const sorted = forum.sort === "newest" ? "" : `sort=${forum.sort}&`;
  const bare = forum.first && items.length === 0;
  const main = html`${bar({
    heading: html`<h1 class="nhsuk-heading-l">Forum</h1>`,
    choices: bare ? undefined : sortLinks(path, forum.sort, "newest"),
    action: mayStart && !bare ? button({ href: `${path}/new`, text: "Start a discussion" }) : undefined,
  })}
  ${bare ? nothingYet(props) : feedList({ items: items.map((item) => row(item, props)), level: 2 })}
  ${pager({
    label: "Discussions",
    newer: forum.first ? null : sorted ? `${path}?sort=${forum.sort}` : path,
    older: forum.next ? `${path}?${sorted}after=${forum.next}` : null,
    words: { newer: "Back to the first", older: "More discussions" },
  })}
  ${open ? openAtHome(open) : null}`;
  return page({
    shell,
    title: `Forum · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "forum"),
    main,
    aside: forumAside(head, props.managers),
  });
}
