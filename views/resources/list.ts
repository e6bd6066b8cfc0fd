import type { Crumb, ResourceItem, ResourcesPage } from "../../src/resources/queries.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, joined, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button } from "../nhs/index.ts";
import { badge, bar, empty, feedList, pager, when, type FeedItem } from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";

export interface FilesProps {
  shell: Shell;
  head: WorkspaceHead;
  resources: ResourcesPage;
  now: Date;
  mayStart: boolean;
}

function row(item: ResourceItem, now: Date): FeedItem {
  const { folder, file, items, comments } = item;
  return {
    face: null,
    title: item.title,
    href: item.href,
    tags: joined(
      [
        badge(folder ? "Folder" : (file?.type ?? "File"), "quiet"),
        item.waiting && badge("Waiting to be confirmed", "quiet"),
        item.refused && badge("Not accepted", "quiet"),
      ],
      " ",
    ),
    meta: html`<bdi>${item.author}</bdi> · ${folder ? "made" : "changed"}
      ${when(item.changed, now)}${file?.size ? html` · ${file.size}` : null}`,
    count: folder
      ? { number: items, text: items === 1 ? "item" : "items" }
      : { number: comments, text: comments === 1 ? "comment" : "comments" },
  };
}

/** Where a file or a folder lies: the way down to it. */
export function crumbsPart(head: WorkspaceHead, crumbs: readonly Crumb[]): Html {
  return html`<nav aria-label="Folders" class="crumbs">
    <a href="${head.href}/files">Files</a>${crumbs.map(
      ({ href, title }) => html`<span aria-hidden="true"> / </span><a href="${href}" dir="auto">${title}</a>`,
    )}
  </nav>`;
}

/** The ways to something new, in this folder. */
function actions(head: WorkspaceHead, crumbs: readonly Crumb[]): Html {
  const folder = crumbs.at(-1);
  const query = folder ? `?folder=${folder.id}` : "";
  return html`${button({ href: `${head.href}/files/new${query}`, text: "Add a file" })}
  ${button({ href: `${head.href}/files/new-folder${query}`, text: "Make a folder", variant: "secondary" })}`;
}

function nothingYet({ head, resources, mayStart }: Omit<FilesProps, "shell" | "now">): Html {
  const inside = resources.crumbs.length > 0;
  return empty({
    title: inside ? "Nothing in this folder yet" : "No files yet",
    text: mayStart
      ? "Put here what others can use as it is: a guideline, a template, a recording."
      : "Files appear here when members add them.",
    action: mayStart ? actions(head, resources.crumbs) : undefined,
  });
}

/** What lies in a folder, or in none, with the ways to more of it. */
function contents(props: Omit<FilesProps, "shell">): Html {
  const { head, resources, now } = props;
  const { items, crumbs, first, next } = resources;
  const folder = crumbs.at(-1);
  const path = `${head.href}/files${folder ? `?folder=${folder.id}` : ""}`;
  const more = `${path}${folder ? "&" : "?"}after=`;
  return html`${first && items.length === 0 ? nothingYet(props) : feedList({ items: items.map((item) => row(item, now)), level: 2 })}
  ${pager({
    label: "Files",
    newer: first ? null : path,
    older: next ? `${more}${encodeURIComponent(next)}` : null,
    words: { newer: "Back to the first", older: "More files" },
  })}`;
}

/** The same on the page of the folder itself. */
export function folderPart(props: Omit<FilesProps, "shell">): Html {
  const { head, resources, mayStart } = props;
  return html`<section class="folder" aria-label="In this folder">
    ${mayStart && resources.items.length > 0 ? html`<div class="form-do">${actions(head, resources.crumbs)}</div>` : null}
    ${contents(props)}
  </section>`;
}

/** The files and folders of a workspace, or of one of its folders. */
export function filesView(props: FilesProps): Html {
  const { shell, head, resources, mayStart } = props;
  const { crumbs, items } = resources;
  const folder = crumbs.at(-1);
  const title = folder?.title ?? "Files";
  const main = html`${folder ? crumbsPart(head, crumbs) : null}
  ${bar({
    heading: html`<h1 class="nhsuk-heading-l" dir="auto">${title}</h1>`,
    action: mayStart && items.length > 0 ? actions(head, crumbs) : undefined,
  })}
  ${contents(props)}`;
  return page({
    shell,
    title: `${title} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "files"),
    main,
  });
}
