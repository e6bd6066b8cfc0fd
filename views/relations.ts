import type { Listed } from "../src/relations/queries.ts";
import type { Ties } from "../src/ties/queries.ts";
import { html, type Html } from "./html.ts";
import { page, type Shell } from "./layout/page.ts";
import { backLink, button, checkboxes, details, select, textarea } from "./nhs/index.ts";
import { dateText, empty, feedList } from "./parts/index.ts";

const durations = [
  { value: 0, text: "Until you stop it" },
  { value: 86_400, text: "1 day" },
  { value: 7 * 86_400, text: "7 days" },
  { value: 30 * 86_400, text: "30 days" },
];

/** A form that is one button. */
const act = (action: string, text: string, about: string, fields: Record<string, string> = {}): Html =>
  html`<form method="post" action="${action}">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="quiet-action" type="submit">
      ${text}<span class="nhsuk-u-visually-hidden">, ${about}</span>
    </button>
  </form>`;

/** On somebody's page: what the reader arranges about them. They do not learn of it. */
export function tiesPart({ name, href, ties }: { name: string; href: string; ties: Ties }): Html {
  const { muted, blocked, note } = ties;
  return html`${
    blocked
      ? html`<p>You blocked <bdi>${name}</bdi>.</p>
          ${act(`${href}/unblock`, "Unblock", name)}`
      : null
  }
  ${
    muted
      ? html`<p>
            You muted
            <bdi>${name}</bdi
            >${muted.ends ? ` until ${dateText(muted.ends)}` : ""}${muted.notifications ? "" : ", and are still told when they write to you"}.
          </p>
          ${act(`${href}/unmute`, "Stop muting", name)}`
      : null
  }
  ${note ? html`<p>Your note: <bdi>${note}</bdi></p>` : null}
  ${details({
    summary: { text: "Mute, block or add a note" },
    html: html`<form method="post" action="${href}/note">
        ${textarea({
          name: "text",
          label: { text: "Your note", classes: "nhsuk-label--s" },
          hint: "Only you see it. No patient details, please.",
          value: note,
          rows: 3,
          attributes: { maxlength: 2000, dir: "auto" },
        })}
        ${button({ text: "Save the note", variant: "secondary" })}
      </form>
      ${
        muted
          ? null
          : html`<form method="post" action="${href}/mute">
              ${select({
                name: "duration",
                label: { text: "Mute for", classes: "nhsuk-label--s" },
                hint: "What they write is left out of your lists in apps. They do not learn of it.",
                items: durations,
              })}
              ${checkboxes({
                name: "notifications",
                idPrefix: "mute-notifications",
                small: true,
                items: [{ value: "yes", text: "Do not notify me of what they do either", checked: true }],
              })}
              ${button({ text: "Mute", variant: "secondary" })}
            </form>`
      }
      ${blocked ? null : html`<p><a href="${href}/block">Block ${name}</a></p>`}`,
  })}`;
}

/** Asks before somebody is blocked. */
export function blockPage({ shell, name, href }: { shell: Shell; name: string; href: string }): Html {
  const title = `Block ${name}?`;
  return page({
    shell,
    title,
    main: html`${backLink({ href, text: "Back" })}
      <h1 class="nhsuk-heading-l">${title}</h1>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>Neither of you follows the other any more, or can.</li>
        <li>You are not told when they mention you, answer you or write to you, nor are they of you.</li>
        <li>
          In apps neither sees what the other writes. On these pages their posts are closed, and you can open
          them.
        </li>
      </ul>
      <p>
        In workspaces to which both of you belong they still read what you write. If somebody harms you or
        others, <a href="${href}/report">report it</a>. You can unblock them at any time.
      </p>
      <form method="post" action="${href}/block">
        <div class="form-do">
          ${button({ text: "Block", variant: "warning", preventDoubleClick: true })}
          <a href="${href}">Cancel</a>
        </div>
      </form>`,
  });
}

export interface QuietProps {
  shell: Shell;
  muted: readonly Listed[];
  blocked: readonly Listed[];
  hosts: readonly string[];
}

/** Whom one muted and blocked, each with the way back. */
export function quietPage({ shell, muted, blocked, hosts }: QuietProps): Html {
  const title = "People you muted or blocked";
  const section = (heading: string, items: readonly Listed[], what: string, words: string) =>
    items.length > 0
      ? html`<h2 class="nhsuk-heading-m">${heading}</h2>
          ${feedList({
            items: items.map(({ name, picture, href, post, ends }) => ({
              face: { name, picture },
              title: name,
              href,
              meta: html`${post}${ends ? html`${post ? ", " : ""}until ${dateText(ends)}` : null}`,
              action: act(`${href}/${what}`, words, name, { back: "list" }),
            })),
          })}`
      : null;
  return page({
    shell,
    title,
    current: "me",
    main: html`${backLink({ href: "/me", text: "Your page" })}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${
        muted.length + blocked.length + hosts.length === 0
          ? empty({
              title: "Nobody",
              text: "On somebody’s page you can mute or block them. Only you see who is here.",
            })
          : html`<p>Only you see who is here. They are not told.</p>`
      }
      ${section("Muted", muted, "unmute", "Stop muting")} ${section("Blocked", blocked, "unblock", "Unblock")}
      ${
        hosts.length > 0
          ? html`<h2 class="nhsuk-heading-m">Servers you blocked</h2>
              <ul class="nhsuk-list nhsuk-list--border">
                ${hosts.map((host) => html`<li>${host} ${act("/me/people/servers/unblock", "Unblock", host, { host })}</li>`)}
              </ul>`
          : null
      }`,
  });
}
