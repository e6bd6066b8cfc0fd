import type { Card } from "../../src/actors/index.ts";
import type { PostShown } from "../../src/posts/queries.ts";
import { classes, html, raw, type Html } from "../html.ts";
import { details } from "../nhs/index.ts";
import { letterAction, moment, when, who } from "../parts/index.ts";
import { attachedFiles } from "../forums/files.ts";
import { pollPart } from "../polls.ts";
import { visibilityWords } from "./form.ts";

/** What a post needs to know of the page around it. */
export interface OwnAround {
  now: Date;
  /** The page it is shown on, path and query: what is done with it leads back there. */
  back: string;
  /** The post with a poll that was sent without an answer. */
  unanswered?: number | null;
}

const about = ({ author }: PostShown): string => `${author.name}’s post`;

/** A button that turns something on or off where it stands; without a script, one comes back to the same place. */
function toggle(
  post: PostShown,
  back: string,
  { path, name, on, text }: Record<"path" | "name" | "text", string> & { on: boolean },
) {
  const action = `${post.href}/${path}`;
  return html`<form
    method="post"
    action="${action}"
    hx-post="${action}"
    hx-target="#do-${post.id}"
    hx-swap="outerHTML"
  >
    <input type="hidden" name="${name}" value="${on ? "no" : "yes"}" />
    <input type="hidden" name="back" value="${back}" />
    ${letterAction({ text, pressed: on, about: about(post), attributes: { id: `${path}-${post.id}` } })}
  </form>`;
}

const counted = (word: string, count: number): string => (count > 0 ? `${word} · ${count}` : word);

/**
 * What can be done with a post: what htmx replaces, so that a text which was opened stays open.
 *
 * @param whole the post that the page is about: what is written on the page answers it
 */
export function ownActions(post: PostShown, { back }: Pick<OwnAround, "back">, { whole = false } = {}): Html {
  const { href, may, mine, likes, boosts, liked, boosted } = post;
  const link = (text: string, to: string) => letterAction({ text, href: to, about: about(post) });
  const count = (word: string, n: number) =>
    n > 0 ? html`<span class="letter__count">${counted(word, n)}</span>` : null;
  return html`<div class="letter__do" id="do-${post.id}">
    ${
      may.like
        ? toggle(post, back, { path: "like", name: "liked", on: liked, text: counted("Like", likes) })
        : count("Like", likes)
    }
    ${
      may.boost
        ? toggle(post, back, { path: "boost", name: "boosted", on: boosted, text: counted("Boost", boosts) })
        : count("Boost", boosts)
    }
    ${may.reply ? link("Reply", whole ? "#source" : `${href}#source`) : null}
    ${mine ? link("Edit", `${href}/edit`) : null} ${mine ? link("Delete", `${href}/delete`) : null}
    ${may.reply && !mine ? link("Report", `${href}/report`) : null}
  </div>`;
}

/** Who passed it on, above what they passed on. */
export const boosted = ({ href, name }: Card): Html =>
  html`<p class="letter__remark">
    Boosted by <a href="${href}"><bdi>${name}</bdi></a>
  </p>`;

/** Who wrote what, and what can be done with it. */
export function ownPost(
  post: PostShown,
  around: OwnAround,
  { whole = false, boostedBy = null }: { whole?: boolean; boostedBy?: Card | null } = {},
): Html {
  const { author } = post;
  const { now, back } = around;
  if (post.deleted)
    return html`<div class="post post--gone" id="post-${post.id}">
      <p class="letter__remark">This post was deleted.</p>
    </div>`;
  const body = html`<div class="letter__body" dir="auto">${raw(post.html)}</div>
    ${attachedFiles(post.files)}
    ${post.poll ? pollPart(post.poll, { may: post.may.vote, now, back, unanswered: around.unanswered === post.id }) : null}`;
  return html`<div class="post" id="post-${post.id}">
    ${boostedBy ? boosted(boostedBy) : null}
    ${who({
      name: author.name,
      href: author.href,
      post: author.post,
      picture: author.picture,
      time: moment(post.published, now),
      timeHref: post.href,
    })}
    ${
      post.answers
        ? html`<p class="letter__remark">
            In reply to <a href="${post.answers.href}"><bdi>${post.answers.name}</bdi></a>
          </p>`
        : null
    }
    ${post.warning ? details({ summary: { text: `Content warning: ${post.warning}` }, open: around.unanswered === post.id, html: body, classes: "letter__warning" }) : body}
    <p class="letter__remark">
      For:
      ${visibilityWords[post.visibility].toLowerCase()}${post.edited ? html` · <a href="${post.href}/history">Edited ${when(post.edited, now)}</a>` : null}
    </p>
    ${ownActions(post, { back }, { whole })}
  </div>`;
}

/** Posts, one below the other. */
export const ownPosts = (posts: readonly PostShown[], around: OwnAround, wholeId?: number): Html[] =>
  posts.map(
    (post) =>
      html`<article
        class="${classes("letter", post.id === wholeId && "letter--first")}"
        aria-label="${post.deleted ? "Deleted post" : `Post by ${post.author.name}`}"
      >
        ${ownPost(post, around, { whole: post.id === wholeId })}
      </article>`,
  );
