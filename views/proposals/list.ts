import type { ProposalItem, ProposalsPage } from "../../src/proposals/queries.ts";
import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, joined, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button } from "../nhs/index.ts";
import {
  badge,
  bar,
  choiceLinks,
  dateText,
  empty,
  feedList,
  pager,
  when,
  type FeedItem,
} from "../parts/index.ts";
import { workspaceBanner } from "../workspaces/banner.ts";

export interface ProposalsProps {
  shell: Shell;
  head: WorkspaceHead;
  proposals: ProposalsPage;
  now: Date;
  mayStart: boolean;
}

function row(item: ProposalItem, closed: boolean, now: Date): FeedItem {
  const { purpose, quantity, lastDay, place, comments } = item;
  const until = lastDay && html` · ${closed ? "ended" : "until"} ${dateText(lastDay)}`;
  return {
    face: null,
    title: item.title,
    href: item.href,
    tags: joined(
      [
        badge(purpose === "offer" ? "Offer" : "Request", "quiet"),
        item.waiting && badge("Waiting to be confirmed", "quiet"),
        item.refused && badge("Not accepted", "quiet"),
      ],
      " ",
    ),
    meta: html`<bdi>${item.author}</bdi>${item.post ? html`, <span dir="auto">${item.post}</span>` : null} ·
      ${when(item.published, now)}${quantity === null ? null : html` · How many: ${quantity.toLocaleString("en-GB")}`}${closed && lastDay && lastDay > now ? null : until}${place ? html` · <span dir="auto">${place}</span>` : null}`,
    count: { number: comments, text: comments === 1 ? "comment" : "comments" },
  };
}

/** Address of the list as it is chosen. */
const listPath = (
  head: WorkspaceHead,
  { purpose, closed }: Pick<ProposalsPage, "purpose" | "closed">,
  after?: number,
): string => {
  const chosen = [
    purpose && `kind=${purpose}`,
    closed && "show=closed",
    after !== undefined && `after=${after}`,
  ].filter(Boolean);
  return `${head.href}/offers${chosen.length > 0 ? `?${chosen.join("&")}` : ""}`;
};

/** The ways to something new. */
const actions = (head: WorkspaceHead): Html =>
  html`${button({ href: `${head.href}/offers/new-offer`, text: "Offer something" })}
  ${button({ href: `${head.href}/offers/new-request`, text: "Ask for something", variant: "secondary" })}`;

const what = { offer: "offers", request: "requests" } as const;

function nothingYet({ head, proposals, mayStart }: ProposalsProps): Html {
  const { purpose, closed } = proposals;
  const name = purpose ? what[purpose] : "offers or requests";
  if (closed)
    return empty({
      title: `No closed ${name}`,
      text: "They stand here when they are no longer available or needed.",
    });
  return empty({
    title: `No open ${name}`,
    text: mayStart
      ? "Offer what you can spare, such as equipment, a template or an hour of your time, or ask for what you need."
      : "They appear here when members have something to give, or need something.",
    action: mayStart ? actions(head) : undefined,
  });
}

/** What members of a workspace offer and ask for. */
export function proposalsView(props: ProposalsProps): Html {
  const { shell, head, proposals, now, mayStart } = props;
  const { items, purpose, closed, first, next } = proposals;
  const bare = first && items.length === 0;
  const choice = (text: string, chosen: Pick<ProposalsPage, "purpose" | "closed">) => ({
    text,
    href: listPath(head, chosen),
    current: chosen.purpose === purpose && chosen.closed === closed,
  });
  const main = html`${bar({
    heading: html`<h1 class="nhsuk-heading-l">Offers and requests</h1>`,
    action: mayStart && !(bare && !closed) ? actions(head) : undefined,
  })}
  ${bar({
    choices: html`${choiceLinks({
      label: "Kind",
      choices: [
        choice("All", { purpose: null, closed }),
        choice("Offers", { purpose: "offer", closed }),
        choice("Requests", { purpose: "request", closed }),
      ],
    })}
    ${choiceLinks({
      label: "Show",
      choices: [choice("Open", { purpose, closed: false }), choice("Closed", { purpose, closed: true })],
    })}`,
  })}
  ${bare ? nothingYet(props) : feedList({ items: items.map((item) => row(item, closed, now)), level: 2 })}
  ${pager({
    label: "Offers and requests",
    newer: first ? null : listPath(head, proposals),
    older: next === null ? null : listPath(head, proposals, next),
    words: { newer: "Back to the first", older: "More" },
  })}`;
  return page({
    shell,
    title: `${closed ? "Closed offers and requests" : "Offers and requests"} · ${head.name}`,
    current: "workspaces",
    banner: workspaceBanner(head, "offers"),
    main,
  });
}
