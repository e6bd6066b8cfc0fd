import type { Listed, PlacedShown } from "../../src/posts/lists.ts";
import { html, type Html } from "../html.ts";
import { homeMark, moment, who } from "../parts/index.ts";
import { boosted, ownPost, type OwnAround } from "./post.ts";

/** A discussion or a comment that somebody passed on: its first words, and the way to it. */
function placedPost(
  { kind, title, href, author, workspace, words, published }: PlacedShown,
  now: Date,
): Html {
  return html`${who({
      name: author.name,
      href: author.href,
      post: author.post,
      picture: author.picture,
      time: moment(published, now),
      timeHref: href,
    })}
    <h3 class="nhsuk-heading-xs">
      ${kind === "comment" ? "Comment on " : null}<a href="${href}" dir="auto">${title}</a>
    </h3>
    <div class="letter__body" dir="auto"><p>${words}</p></div>
    <p class="letter__remark">
      ${homeMark({ organisation: workspace.name, elsewhere: workspace.elsewhere })}
    </p>`;
}

/** Posts and what was passed on, one below the other. */
export const listedPosts = (items: readonly Listed[], around: OwnAround): Html[] =>
  items.map(({ boostedBy, post, placed }) => {
    const { author } = post ?? placed;
    const by = `${placed ? "Discussion" : "Post"} by ${author.name}`;
    return html`<article
      class="letter"
      aria-label="${boostedBy ? `${by}, boosted by ${boostedBy.name}` : by}"
    >
      ${
        post
          ? ownPost(post, around, { boostedBy })
          : html`<div class="post" id="post-${placed.id}">
              ${boostedBy ? boosted(boostedBy) : null} ${placedPost(placed, around.now)}
            </div>`
      }
    </article>`;
  });
