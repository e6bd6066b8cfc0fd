import type { Member } from "../../src/workspaces/members.ts";
import type { Arrival } from "../../src/workspaces/arrival.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import type { Listed } from "../../src/workspaces/latest.ts";
import { openAtHome, type OpenAtHome } from "../directory.ts";
import { attributes, html, isBlank, joined, nothing, raw, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button, insetText } from "../nhs/index.ts";
import {
  badge,
  bar,
  empty,
  feedList,
  progress,
  sideSection,
  when,
  who,
  type FeedItem,
} from "../parts/index.ts";
import { formBadge } from "../forums/form-words.ts";
import { workspaceBanner } from "./banner.ts";

/** A discussion as one row of a list. `where` stands before who wrote last, in lists over several workspaces. */
export function discussionRow(item: Listed, now: Date, where?: Html): FeedItem {
  const said = html`<bdi>${item.lastName}</bdi>, ${when(item.lastActivity, now)}`;
  return {
    face: item.starter,
    title: item.title,
    href: item.href,
    unread: item.unread,
    tags: joined(
      [
        formBadge(item.form),
        item.pinned && badge("Pinned", "quiet"),
        item.locked && badge("Locked", "quiet"),
      ],
      " ",
    ),
    meta: where ? html`${where} · ${said}` : said,
    count: { number: item.comments, text: item.comments === 1 ? "comment" : "comments" },
  };
}

const spinning = { "hx-trigger": "every 2s", "hx-swap": "outerHTML" };

/** Where a workspace of another organisation is on its way here. Asks again by itself until it has arrived. */
export function arrivalPart(head: WorkspaceHead, arrival: Arrival): Html {
  if (arrival.state === "settled") return nothing;
  const { organisation } = head;
  const again = arrival.state === "arriving" || (arrival.state === "asked" && arrival.soon);
  const outer = attributes({
    id: "arrival",
    class: "arrival",
    role: "status",
    ...(again ? { "hx-get": `${head.href}/arrival`, ...spinning } : {}),
  });
  if (arrival.state === "asked") {
    return html`<div${outer}>
      <p><b>Waiting for <bdi>${organisation}</bdi> to answer.</b></p>
      <p>
        ${
          arrival.soon
            ? "This takes a few seconds as a rule. You can go on; we keep asking."
            : "They decide who joins. We tell you under Notifications when they have answered."
        }
      </p>
    </div>`;
  }
  if (arrival.state === "failed") {
    return html`<div${outer}>
      <p><b>Earlier discussions could not be brought over.</b></p>
      <p>
        ${arrival.problem ?? `${organisation} did not answer.`} New discussions arrive all the same, and the rest is
        asked for again later.
      </p>
    </div>`;
  }
  const { done, total } = arrival;
  return html`<div${outer}>
    ${progress({ done, total, label: `Bringing over what was said before, from ${organisation}`, id: "arriving" })}
  </div>`;
}

/** Without scripts the page looks again by itself while something arrives. */
export const arrivalHead = (arrival: Arrival): Html | undefined =>
  arrival.state === "arriving" || (arrival.state === "asked" && arrival.soon)
    ? html`<noscript><meta http-equiv="refresh" content="3" /></noscript>`
    : undefined;

export interface WorkspaceHomeProps {
  shell: Shell;
  head: WorkspaceHead;
  latest: Listed[];
  managers: Member[];
  arrival: Arrival;
  requests: number;
  mayStart: boolean;
  now: Date;
  /** For strangers: the way to their own organisation. */
  open: OpenAtHome | null;
}

/** What somebody outside is told in place of the discussions. */
function outside(head: WorkspaceHead): Html {
  const { state, organisation, answer, level } = head;
  if (state === "invited") {
    return insetText({
      html: html`<p>A manager invites you to this workspace. Accept, and you belong to it.</p>
        ${answer ? html`<p dir="auto">“${answer}”</p>` : null}`,
    });
  }
  if (state === "requested")
    return insetText({ text: `You have asked to join. A manager at ${organisation} decides.` });
  if (state === "declined") {
    return insetText({
      html: html`<p>A manager declined your request to join.</p>
        ${answer ? html`<p dir="auto">“${answer}”</p>` : null}
        <p>You can ask again and say more about why.</p>`,
    });
  }
  if (state === "removed") {
    return insetText({
      html: html`<p>A manager removed you from this workspace.</p>
        ${answer ? html`<p dir="auto">“${answer}”</p>` : null}`,
    });
  }
  const words =
    level === "restricted"
      ? "Discussions are for members. Ask to join, and a manager decides."
      : "What is inside is for members. Ask to join, and a manager decides.";
  return insetText({ text: words });
}

function discussions({ head, latest, mayStart, now, arrival }: WorkspaceHomeProps): Html {
  const { href, elsewhere } = head;
  const action = mayStart ? button({ href: `${href}/forum/new`, text: "Start a discussion" }) : undefined;
  const title = bar({ heading: html`<h2 class="nhsuk-heading-m">Latest discussions</h2>`, action });
  if (latest.length === 0) {
    if (arrival.state === "arriving" || arrival.state === "asked") {
      return html`${title}${empty({ title: "On their way", text: "What was said before appears here as it arrives.", level: 3 })}`;
    }
    const text = mayStart
      ? "Say what you work on, or ask what you would like to know. Everyone who belongs sees it."
      : elsewhere
        ? "Nothing has arrived from there yet."
        : "Nobody has started one.";
    return html`${title}${empty({ title: "No discussions yet", text, level: 3 })}`;
  }
  return html`${title}${feedList({ items: latest.map((item) => discussionRow(item, now)) })}
    <p class="more"><a href="${href}/forum">All discussions</a></p>`;
}

export function managersSection(managers: Member[]): Html | null {
  if (managers.length === 0) return null;
  return sideSection(
    "Managers",
    html`<ul class="side__people">
      ${managers.map((one) => html`<li>${who({ ...one, small: true })}</li>`)}
    </ul>`,
  );
}

/** A workspace's own first page. */
export function workspaceHomePage(props: WorkspaceHomeProps): Html {
  const { shell, head, managers, arrival, requests, open } = props;
  const { href, home } = head;
  const waiting =
    requests > 0
      ? html`<p>
          <a href="${href}/manage/requests"
            >${requests === 1 ? "1 person asks to join" : `${requests} people ask to join`}</a
          >
        </p>`
      : null;
  const main = html`${open ? openAtHome(open) : null} ${arrivalPart(head, arrival)} ${waiting}
  ${isBlank(home) ? null : html`<div class="prose" dir="auto">${raw(home)}</div>`}
  ${head.mayRead ? discussions(props) : outside(head)}`;
  const aside = html`${managersSection(managers)}
  ${sideSection(
    "About this workspace",
    html`<p>
      <a href="${href}/about">Who can see this, and how to join from elsewhere</a>
    </p>`,
  )}`;
  return page({
    shell,
    title: head.name,
    current: "workspaces",
    banner: workspaceBanner(head, "home", { heading: true, requests }),
    main,
    aside,
    head: arrivalHead(arrival),
  });
}
