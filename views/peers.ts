import type { FieldProblem } from "../src/core/refusal.ts";
import type { Listed } from "../src/peers/csv.ts";
import type { PeerDetails, PeerItem } from "../src/peers/queries.ts";
import { html, type Html } from "./html.ts";
import type { Shell } from "./layout/page.ts";
import { button, fileUpload, insetText, radios, summaryList, tables, tag } from "./nhs/index.ts";
import { adminPage } from "./organisations/admin-frame.ts";
import { bar, empty, pager, problemAt, when } from "./parts/index.ts";
import { formPage, line, lines } from "./people/form-page.ts";

const list = "/admin/peers";
const back = { href: list, text: "Other servers" };

/** What went wrong, in words for whoever runs the server. */
export function failureText(problem: string): string {
  const status = Number(/^answered (\d{3})$/.exec(problem)?.[1]);
  if (!status) return problem;
  if (status === 429) return "It asks us to send less, and says when to go on.";
  if (status === 404 || status === 410) return `It has no inbox at the address we know (${status}).`;
  if (status === 401 || status === 403) return `It does not accept our signature, or blocks us (${status}).`;
  if (status >= 500) return `It has trouble of its own (${status}).`;
  return `It answered ${status}.`;
}

function stateOf({ rule, gone, failures, waiting }: PeerItem): Html {
  if (rule === "suspended") return tag({ text: "Suspended", colour: "red" });
  if (gone) return tag({ text: "Gone", colour: "grey" });
  if (failures > 0) return tag({ text: "Failing", colour: "orange" });
  if (rule === "silenced") return tag({ text: "Silenced", colour: "yellow" });
  return waiting ? tag({ text: "Being sent to", colour: "blue" }) : tag({ text: "In step", colour: "green" });
}

const moment = (date: Date | null, now: Date): Html => (date ? when(date, now) : html`never`);

export function peersPage(props: {
  shell: Shell;
  items: PeerItem[];
  more: boolean;
  page: number;
  rules: Listed[];
  allowlistOnly: boolean;
  now: Date;
}): Html {
  const { shell, items, more, page, rules, allowlistOnly, now } = props;
  const table = tables({
    responsive: true,
    head: [{ text: "Server" }, { text: "State" }, { text: "Last heard" }, { text: "Last sent" }],
    rows: items.map((one) => [
      {
        html: html`<a href="${list}/${one.host}"><bdi>${one.name ?? one.host}</bdi></a
          >${one.name ? html`<br /><bdi>${one.host}</bdi>` : null}`,
      },
      { html: stateOf(one) },
      { html: moment(one.lastHeard, now) },
      { html: moment(one.lastSent, now) },
    ]),
  });
  const decided = tables({
    responsive: true,
    head: [{ text: "Server" }, { text: "Rule" }, { text: "Reason" }],
    rows: rules.map(({ host, rule, reason }) => [
      { html: html`<a href="${list}/rule?host=${host}"><bdi>${host}</bdi></a>` },
      { text: rule },
      { html: html`<span dir="auto">${reason || "–"}</span>` },
    ]),
  });
  return adminPage({
    shell,
    title: "Other servers",
    room: "peers",
    main: html`${
        items.length > 0
          ? table
          : empty({ title: "No other servers yet", text: "They appear when somebody joins, here or there." })
      }
      ${pager({
        newer: page > 1 ? `${list}?page=${page - 1}` : null,
        older: more ? `${list}?page=${page + 1}` : null,
        label: "Servers",
        words: { newer: "Back", older: "More" },
      })}
      ${bar({
        heading: html`<h2 class="nhsuk-heading-m">Silenced, suspended and allowed</h2>`,
        action: button({ href: `${list}/rule`, text: "Add a rule" }),
      })}
      ${rules.length > 0 ? decided : html`<p>There are no rules.</p>`}
      <p>
        <a href="${list}/import">Import a list</a> ·
        <a href="${list}/blocks.csv">Download what is silenced and suspended as CSV</a>
      </p>
      <p><a href="/admin/keys">Keys that sign what goes to other servers</a></p>
      <h2 class="nhsuk-heading-m">Which servers</h2>
      <p>
        ${
          allowlistOnly
            ? "Only servers that are allowed here, or with which there is a sharing agreement, are dealt with."
            : "All servers are dealt with but those that are suspended."
        }
      </p>
      <form method="post" action="${list}/allowlist">
        <input type="hidden" name="on" value="${allowlistOnly ? "no" : "yes"}" />
        ${button({
          text: allowlistOnly ? "Deal with all servers" : "Deal only with servers that are allowed",
          variant: "secondary",
        })}
      </form>`,
  });
}

export function peerPage({ shell, peer, now }: { shell: Shell; peer: PeerDetails; now: Date }): Html {
  const row = (key: string, value: Html | string) => ({
    key: { text: key },
    value: typeof value === "string" ? { text: value } : { html: value },
  });
  const waits =
    peer.waits === 0
      ? html`nothing`
      : html`up to ${peer.waits.toLocaleString("en-GB")}, since ${moment(peer.since, now)}`;
  return adminPage({
    shell,
    title: peer.name ?? peer.host,
    room: "peers",
    back,
    main: html`${
      peer.verdict === "suspended"
        ? insetText({ text: "Nothing comes in from this server, and nothing goes out to it." })
        : null
    }
    ${summaryList({
      rows: [
        row("State", stateOf(peer)),
        row("Address", html`<bdi>${peer.host}</bdi>`),
        row("Software", [peer.software, peer.version].filter(Boolean).join(" ") || "not known"),
        row("Last heard", moment(peer.lastHeard, now)),
        row("Last sent", moment(peer.lastSent, now)),
        row("Waits to be sent", waits),
        ...(peer.problem ? [row("What went wrong", failureText(peer.problem))] : []),
        ...(peer.failures > 0 ? [row("Failed in a row", String(peer.failures))] : []),
        ...(peer.nextAttempt && !peer.gone ? [row("Next try", when(peer.nextAttempt, now))] : []),
        ...(peer.reason ? [row("Reason", html`<span dir="auto">${peer.reason}</span>`)] : []),
      ],
    })}
    ${
      peer.waits > 0
        ? html`<form method="post" action="${list}/${peer.host}/retry">
            ${button({ text: "Try again now" })}
          </form>`
        : null
    }
    ${button({
      href: `${list}/rule?host=${peer.host}`,
      text: "Silence, suspend or allow",
      variant: "secondary",
    })}`,
  });
}

export function rulePage(props: {
  shell: Shell;
  values: Record<string, string>;
  problems: readonly FieldProblem[];
}): Html {
  const { shell, values, problems } = props;
  return formPage({
    ...props,
    shell,
    title: "What holds for a server",
    current: "admin",
    back,
    action: `${list}/rule`,
    submit: "Save",
    content: html`${line(props, {
      name: "host",
      label: "Address of the server",
      hint: "Such as south.example. The rule holds for all below this name too.",
      autocomplete: "off",
    })}
    ${radios({
      name: "rule",
      value: values.rule,
      fieldset: { legend: { text: "What holds", size: "s" } },
      errorMessage: problemAt(problems, "rule"),
      items: [
        {
          value: "silenced",
          text: "Silence",
          hint: "It is left out of Discover, and its people ask to join, also open workspaces.",
        },
        {
          value: "suspended",
          text: "Suspend",
          hint: "Nothing comes in or goes out. Memberships between here and there end; they do not come back by themselves.",
        },
        {
          value: "allowed",
          text: "Allow",
          hint: "Counts where only servers that are allowed are dealt with.",
        },
        {
          value: "none",
          text: "Nothing special",
          hint: "Lifts a rule. Who was removed for it may join again.",
        },
      ],
    })}
    ${lines(props, { name: "reason", label: "Reason (optional)", hint: "Kept in the log.", rows: 3 })}`,
  });
}

export function importPage(props: { shell: Shell; problems: readonly FieldProblem[] }): Html {
  const { shell, problems } = props;
  return formPage({
    ...props,
    shell,
    title: "Import a list of blocked servers",
    current: "admin",
    back,
    action: `${list}/import`,
    multipart: true,
    lead: html`<p>
      A CSV file as Mastodon exports it, or one address a line. Rules that are here already stay as they are.
      Servers that are suspended by it lose their memberships at once.
    </p>`,
    content: fileUpload({
      name: "list",
      label: { text: "The list" },
      errorMessage: problemAt(problems, "list"),
      attributes: { accept: ".csv,text/csv,text/plain" },
    }),
    submit: "Import the list",
    variant: "warning",
  });
}
