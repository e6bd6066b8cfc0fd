import type { Card } from "../../src/actors/index.ts";
import type { Ties } from "../../src/ties/queries.ts";
import type { Listed, Profile } from "../../src/people/queries.ts";
import { html, raw, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { insetText, searchInput, summaryList } from "../nhs/index.ts";
import { type OnProfile, profilePosts, tiesPart as followPart } from "../posts/profile.ts";
import { dateText, empty, face, feedList, homeMark, pager, sideSection } from "../parts/index.ts";
import { tiesPart } from "../relations.ts";

/** A search field with its button, as a form of its own. */
export function searchForm(props: { action: string; label: string; query: string }): Html {
  return html`<form method="get" action="${props.action}" role="search">
    ${searchInput({ name: "q", label: { text: props.label }, value: props.query })}
  </form>`;
}

/** Links to the pages before and after. */
export function pages(path: string, query: string, { page: at, pages: all }: Listed<unknown>): Html | null {
  const to = (number: number) =>
    `${path}?${new URLSearchParams({ ...(query ? { q: query } : {}), page: String(number) })}`;
  return pager({
    newer: at > 1 ? to(at - 1) : null,
    older: at < all ? to(at + 1) : null,
    words: { newer: "Previous page", older: "Next page" },
  });
}

export const peopleCount = (total: number): string =>
  total === 1 ? "1 person" : `${total.toLocaleString("en-GB")} people`;

export function directoryPage(props: { shell: Shell; query: string; listed: Listed<Card> }): Html {
  const { shell, query, listed } = props;
  const title = `People at ${shell.instance.name}`;
  return page({
    shell,
    title: query ? `${query}: ${title}` : title,
    main: html`<h1 class="nhsuk-heading-l">${title}</h1>
      ${searchForm({ action: "/people", label: "Name, job, organisation or place", query })}
      ${
        listed.items.length === 0
          ? empty({
              title: "Nobody found",
              text: "Try fewer words, or another spelling.",
              action: html`<a href="/people">Show everyone</a>`,
            })
          : html`<p>${peopleCount(listed.total)}</p>
              ${feedList({
                level: 2,
                items: listed.items.map(({ name, picture, href, post }) => ({
                  face: { name, picture },
                  title: name,
                  href,
                  meta: html`${post}`,
                })),
              })}
              ${pages("/people", query, listed)}`
      }`,
  });
}

export function profilePage(props: {
  shell: Shell;
  profile: Profile;
  posts: OnProfile;
  own: boolean;
  /** What the reader arranged about them; null for strangers and for oneself. */
  ties: Ties | null;
}): Html {
  const { shell, profile, posts, own, ties } = props;
  const { card, place, since, summary, shared, address, url, local, fields } = profile;
  const signedIn = shell.viewer !== null;
  return page({
    shell,
    title: card.name,
    error: posts.unanswered !== null,
    main: html`<div class="nhsuk-u-margin-bottom-3">
        ${face({ name: card.name, picture: card.picture, size: "large" })}
      </div>
      <h1 class="nhsuk-heading-l"><bdi>${card.name}</bdi></h1>
      ${card.post ? html`<p class="nhsuk-lede-text" dir="auto">${card.post}</p>` : null}
      <p>${homeMark({ organisation: card.organisation, elsewhere: card.elsewhere, spelled: true })}</p>
      ${
        profile.movedTo
          ? insetText({
              html: html`<p>
                ${card.name} has moved to
                <a href="${profile.movedTo}" rel="nofollow noopener">another account</a>. What they belong to
                here stays with this one, until the other one joins.
              </p>`,
            })
          : null
      }
      ${summary ? html`<div class="letter__body" dir="auto">${raw(summary)}</div>` : null}
      ${summaryList({
        rows: [
          place ? { key: { text: "Place" }, value: { text: place } } : null,
          { key: { text: "Address" }, value: { text: address } },
          ...fields.map(({ name, value }) => ({ key: { text: name }, value: { text: value } })),
          signedIn
            ? { key: { text: local ? "Member since" : "Known here since" }, value: { text: dateText(since) } }
            : null,
        ],
      })}
      ${followPart(posts, card)} ${ties ? tiesPart({ name: card.name, href: card.href, ties }) : null}
      ${signedIn && !own ? html`<p><a href="${card.href}/report">Report ${card.name}</a></p>` : null}
      ${shell.viewer?.administrator && !own ? html`<p><a href="${card.href}/hide">Hide all that ${card.name} writes here</a></p>` : null}
      ${own ? html`<p><a href="/me/profile">Change your profile</a></p>` : null}
      ${!local && url ? html`<p><a href="${url}" rel="nofollow noopener">See their page at their own organisation</a></p>` : null}
      ${profilePosts(posts, card)}`,
    aside:
      shared.length > 0 && !own
        ? sideSection(
            "Workspaces you share",
            html`<ul>
              ${shared.map(({ name, href }) => html`<li><a href="${href}" dir="auto">${name}</a></li>`)}
            </ul>`,
          )
        : undefined,
  });
}
