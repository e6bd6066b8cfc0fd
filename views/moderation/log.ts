import type { LogEntry } from "../../src/moderation/log-query.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import type { Shell } from "../layout/page.ts";
import { button, input, select, tables } from "../nhs/index.ts";
import { adminPage } from "../organisations/admin-frame.ts";
import { empty, pager, when } from "../parts/index.ts";
import { moderationPage } from "./frame.ts";

export interface LogProps {
  shell: Shell;
  entries: LogEntry[];
  fields: Record<string, string>;
  path: string;
  csv: string;
  newer: string | null;
  older: string | null;
  now: Date;
}

const abouts = [
  ["", "Everything"],
  ["discussion", "Discussions"],
  ["comment", "Comments"],
  ["content", "Edits, likes, removals"],
  ["member", "Members"],
  ["manager", "Managers"],
  ["invitation", "Invitations"],
  ["report", "Reports"],
  ["act", "What was asked of other organisations"],
  ["workspace", "Settings of workspaces"],
] as const;

const instanceAbouts = [
  ["person", "Accounts and sign-in"],
  ["instance", "This instance"],
  ["peer", "Other servers"],
] as const;

/** "member.blocked" in words: the kinds of events are named in words already. */
function kindText(kind: string): string {
  const [first = "", ...rest] = kind.split(".");
  return `${first[0]?.toUpperCase() ?? ""}${first.slice(1)} ${rest.join(" ")}`;
}

function row({ at, kind, by, person, workspace, post, words }: LogEntry, now: Date, whole: boolean) {
  return [
    { html: when(at, now) },
    { html: html`<bdi>${by?.name ?? "–"}</bdi>` },
    {
      html: html`${kindText(kind)}${person ? html`, <bdi>${person.name}</bdi>` : null}
      ${post ? html`<br /><a href="${post.href}" dir="auto">${post.title}</a>` : null}
      ${words ? html`<br /><span dir="auto">${words}</span>` : null}`,
    },
    whole ? { html: workspace ? html`<a href="${workspace.href}">${workspace.name}</a>` : html`–` } : null,
  ];
}

function body({ entries, fields, path, csv, newer, older, now }: LogProps, whole: boolean): Html {
  const items = [...abouts, ...(whole ? instanceAbouts : [])].map(([value, text]) => ({ value, text }));
  const head = ["When", "Who", "What"].map((text) => ({ text }));
  return html`<form method="get" action="${path}" class="find">
      ${select({ name: "about", label: "About", items, value: fields.about })}
      ${input({ name: "who", label: "Done by", value: fields.who })}
      ${input({ name: "from", label: "From", type: "date", value: fields.from })}
      ${input({ name: "until", label: "Until", type: "date", value: fields.until })}
      ${button({ text: "Show", variant: "secondary", small: true })}
    </form>
    ${
      entries.length > 0
        ? html`${tables({
              head: whole ? [...head, { text: "Workspace" }] : head,
              rows: entries.map((one) => row(one, now, whole)),
              responsive: true,
            })}
            <p><a href="${csv}">Download what is shown here, all pages, as CSV</a></p>`
        : empty({ title: "Nothing here", text: "Nothing that happened matches this." })
    }
    ${pager({ newer, older, label: "Log", words: { newer: "Newest", older: "Older" } })}`;
}

/** `/workspaces/:slug/moderation/log` */
export const workspaceLogPage = (props: LogProps & { head: WorkspaceHead }): Html =>
  moderationPage({
    shell: props.shell,
    head: props.head,
    room: "log",
    title: "Log",
    wide: true,
    main: html`<h1 class="nhsuk-heading-l">Log</h1>
      <p>What happened in this workspace, as your organisation’s instance knows it.</p>
      ${body(props, false)}`,
  });

/** `/admin/log` */
export const adminLogPage = (props: LogProps): Html =>
  adminPage({ shell: props.shell, title: "Log", room: "log", main: body(props, true) });
