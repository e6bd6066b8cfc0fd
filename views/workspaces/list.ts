import type { MyWorkspace, WorkspaceItem } from "../../src/workspaces/lists.ts";
import { html, joined, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button, searchInput } from "../nhs/index.ts";
import { badge, bar, empty, feedList, homeMark, levelName, pager, type FeedItem } from "../parts/index.ts";

export const peopleText = (count: number): string =>
  count === 1 ? "1 person" : `${count.toLocaleString("en-GB")} people`;

/** A workspace as one row of a list. */
export function workspaceRow(item: WorkspaceItem, extra: Partial<FeedItem> = {}): FeedItem {
  const { name, href, picture, purpose, organisation, elsewhere, level, members } = item;
  return {
    face: { name, picture, square: true },
    title: name,
    href,
    snippet: purpose,
    meta: html`${homeMark({ organisation, elsewhere })} · ${levelName(level)} · ${peopleText(members)}`,
    ...extra,
  };
}

/** As many as are counted at most, in words. */
const newCount = (unread: number) =>
  unread >= 20
    ? { text: "20 or more new discussions" }
    : { number: unread, text: unread === 1 ? "new discussion" : "new discussions" };

function mineRow(item: MyWorkspace): FeedItem {
  const { state, role, unread } = item;
  const tags = joined(
    [
      state === "requested" && badge("Waiting for an answer", "quiet"),
      state === "invited" && badge("You are invited"),
      state === "active" && role === "manager" && badge("You manage this"),
    ],
    " ",
  );
  return workspaceRow(item, {
    tags,
    count: unread > 0 ? newCount(unread) : null,
  });
}

export interface WorkspacesProps {
  shell: Shell;
  words: string;
  /** Null for a stranger. */
  mine: MyWorkspace[] | null;
  here: WorkspaceItem[];
  newer: string | null;
  older: string | null;
}

function nothingHere({ words, shell }: WorkspacesProps): Html {
  if (words) return html`<p>No workspace here has these words in its name or purpose.</p>`;
  if (!shell.viewer) return html`<p>There is no workspace here yet that people outside may see.</p>`;
  return html`<p>There is none that you do not belong to already.</p>`;
}

function mineSection({ mine, words }: WorkspacesProps): Html | null {
  if (!mine) return null;
  const rows = html`<h2 class="nhsuk-heading-m">Yours</h2>`;
  if (mine.length > 0) return html`${rows}${feedList({ items: mine.map(mineRow) })}`;
  if (words)
    return html`${rows}
      <p>None of yours has these words in its name or purpose.</p>`;
  return html`${rows}${empty({
    title: "You do not belong to a workspace yet",
    text: "Join one of those below, find one at another organisation, or create your own.",
    level: 3,
  })}`;
}

/** `/workspaces`: one's own, and the others of this organisation. */
export function workspacesPage(props: WorkspacesProps): Html {
  const { shell, words, here, newer, older } = props;
  const main = html`${bar({
      heading: html`<h1 class="nhsuk-heading-l">Workspaces</h1>`,
      action: shell.viewer ? button({ href: "/workspaces/new", text: "Create a workspace" }) : undefined,
    })}
    <form method="get" action="/workspaces" role="search" class="find">
      ${searchInput({ name: "q", label: "Find a workspace by words in its name or purpose", value: words })}
    </form>
    ${mineSection(props)}
    <h2 class="nhsuk-heading-m">At ${shell.instance.name}</h2>
    ${here.length > 0 ? feedList({ items: here.map((item) => workspaceRow(item)) }) : nothingHere(props)}
    ${pager({ newer, older, label: "Workspaces", words: { newer: "Previous", older: "More workspaces" } })}
    <h2 class="nhsuk-heading-m">At other organisations</h2>
    <p>
      You can take part in workspaces of other organisations from here.
      <a href="/discover">Discover workspaces elsewhere</a>.
    </p>`;
  return page({ shell, title: "Workspaces", current: "workspaces", main });
}
