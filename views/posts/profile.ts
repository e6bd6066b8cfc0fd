import type { PostPage } from "../../src/posts/lists.ts";
import type { Ties } from "../../src/posts/queries.ts";
import { html, type Html } from "../html.ts";
import { button } from "../nhs/index.ts";
import { pager } from "../parts/index.ts";
import { listedPosts } from "./list.ts";

/** What a person's page shows of their posts and followers. */
export interface OnProfile {
  posts: PostPage;
  ties: Ties;
  before: number | null;
  now: Date;
  /** This page of them, path and query. */
  back: string;
  /** The post with a poll that was sent without an answer. */
  unanswered: number | null;
}

const people = (count: number, one: string, more: string): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : more}`;

const words = { none: "Follow", asked: "Take the request back", following: "Stop following" } as const;

/** How many follow, and the button to. */
export function tiesPart({ ties }: OnProfile, { href, name }: { href: string; name: string }): Html {
  const { mine, followsMe, approves } = ties;
  const text = mine === "none" && approves ? "Ask to follow" : mine ? words[mine] : "";
  return html`<p>
      ${people(ties.followers, "follower", "followers")} · follows
      ${people(ties.following, "person", "people")}${followsMe ? " · follows you" : ""}
    </p>
    ${
      mine
        ? html`<form method="post" action="${href}/follow">
            <input type="hidden" name="follow" value="${mine === "none" ? "yes" : "no"}" />
            ${button({
              html: html`${text}<span class="nhsuk-u-visually-hidden">, ${name}</span>`,
              variant: mine === "none" ? undefined : "secondary",
              preventDoubleClick: true,
            })}
          </form>`
        : null
    }`;
}

/** Their posts, as far as the reader may see them. */
export function profilePosts(
  { posts, before, now, back, unanswered }: OnProfile,
  { href }: { href: string },
): Html | null {
  if (posts.items.length === 0 && before === null) return null;
  return html`<h2 class="nhsuk-heading-m">Posts</h2>
    ${listedPosts(posts.items, { now, back, unanswered })}
    ${pager({
      newer: before === null ? null : href,
      older: posts.older === null ? null : `${href}?before=${posts.older}`,
      label: "Posts",
      words: { newer: "Newest", older: "Older" },
    })}`;
}
