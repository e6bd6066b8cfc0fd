import type { PostView } from "../../src/forums/shape.ts";
import type { AskedAct } from "../../src/workspaces/asking.ts";
import { attributes, classes, html, isBlank, raw, type Html } from "../html.ts";
import { details } from "../nhs/index.ts";
import { badge, letterAction, moment, when, who } from "../parts/index.ts";
import { discussionPath, permalink, postPath } from "./addresses.ts";
import { pollPart } from "../polls.ts";
import { attachedFiles } from "./files.ts";

/** What a post needs to know of the page around it. */
export interface Around {
  /** Address of the workspace. */
  base: string;
  discussionId: number;
  /** Whose instance the workspace lives on. */
  organisation: string;
  now: Date;
  /** The post with a poll that was sent without an answer. */
  unanswered?: number | null;
}

function about({ kind, author }: PostView): string {
  return kind === "discussion" ? `${author.name}’s post` : `${author.name}’s comment`;
}

function remarks(post: PostView, { base, organisation, now }: Around): Html | null {
  const edited = post.edited
    ? html`<a href="${postPath(base, post.id, "history")}">Edited ${when(post.edited, now)}</a
        >${post.editedBy ? html` by <bdi>${post.editedBy}</bdi>` : null}`
    : null;
  if (post.state === "waiting") {
    const sent = post.mine ? "Sent. Waiting" : "Waiting";
    return html`${sent} for ${organisation} to confirm. ${edited}`;
  }
  if (post.state === "refused") {
    return html`<strong>${organisation} did not accept this.</strong> ${post.refusal || "It gave no reason."}
      Only you can see it.`;
  }
  return edited;
}

const actWords = {
  pin: "pin this",
  unpin: "unpin this",
  lock: "lock this",
  unlock: "unlock this",
  remove: "remove this",
  restore: "restore this",
} as Partial<Record<AskedAct["kind"], string>>;

/** What managers here asked of the workspace's home, and what it said. */
const askedRemarks = ({ asked }: PostView, { organisation }: Around): Html[] =>
  asked.map(({ kind, refused, answer }) => {
    // Of a move it is the other workspace's home that answers.
    if (kind === "move")
      return html`<p class="letter__remark">
        ${refused ? html`<strong>It was not moved.</strong> ${answer}` : "Asked for this to be moved. There is no answer yet."}
      </p>`;
    const words = actWords[kind] ?? kind;
    return html`<p class="letter__remark">
      ${
        refused
          ? html`<strong>${organisation} did not ${words}.</strong> ${answer || "It gave no reason."}`
          : html`Asked ${organisation} to ${words}. It has not answered yet.`
      }
    </p>`;
  });

function helpful(post: PostView, { base }: Around): Html | null {
  const text = post.likes > 0 ? `Helpful · ${post.likes}` : "Helpful";
  if (!post.may.like) return post.likes > 0 ? html`<span class="letter__count">${text}</span>` : null;
  const path = postPath(base, post.id, "like");
  return html`<form
    method="post"
    action="${path}"
    hx-post="${path}"
    hx-target="#post-${post.id}"
    hx-swap="outerHTML"
  >
    <input type="hidden" name="liked" value="${post.liked ? "no" : "yes"}" />
    ${letterAction({ text, pressed: post.liked, about: about(post), attributes: { id: `like-${post.id}` } })}
  </form>`;
}

/** How a poll is shown: whoever votes comes back to it here. */
const asked = ({ id, may }: PostView, { base, discussionId, now, unanswered }: Around) => ({
  may: may.vote,
  now,
  back: id === discussionId ? discussionPath(base, id) : permalink(base, discussionId, id),
  unanswered: unanswered === id,
});

/** Keeps it for the reader alone. */
function saving(post: PostView, { base }: Around): Html | null {
  if (post.saved === null) return null;
  const path = postPath(base, post.id, "save");
  return html`<form
    method="post"
    action="${path}"
    hx-post="${path}"
    hx-target="#post-${post.id}"
    hx-swap="outerHTML"
  >
    <input type="hidden" name="saved" value="${post.saved ? "no" : "yes"}" />
    ${letterAction({ text: "Save", pressed: post.saved, about: about(post), attributes: { id: `save-${post.id}` } })}
  </form>`;
}

/** Pin and lock, closed at first. */
function managing({ id, manage }: PostView, { base }: Around): Html | null {
  if (!manage) return null;
  const path = discussionPath(base, id);
  const mark = (what: "pin" | "lock", on: boolean, text: string) =>
    html`<form method="post" action="${path}/${what}">
      <input type="hidden" name="on" value="${on ? "yes" : "no"}" />
      <button class="quiet-action">${text}</button>
    </form>`;
  return html`<details class="for-managers">
    <summary class="quiet-action">More<span class="nhsuk-u-visually-hidden">, for managers</span></summary>
    <div class="for-managers__items">
      ${mark("pin", !manage.pinned, manage.pinned ? "Unpin" : "Pin to the top of the forum")}
      ${mark("lock", !manage.locked, manage.locked ? "Unlock" : "Lock: no more comments")}
      <a class="quiet-action" href="${postPath(base, id, "move")}">Move to another workspace</a>
    </div>
  </details>`;
}

function actions(post: PostView, around: Around): Html {
  const { base, discussionId } = around;
  const path = discussionPath(base, discussionId);
  const link = (text: string, href: string, more = {}) =>
    letterAction({ text, href, about: about(post), attributes: more });
  const reply =
    post.kind === "discussion"
      ? link("Reply", `#source-${post.id}`)
      : link("Reply", `${path}?reply=${post.id}#reply-${post.id}`, {
          "hx-get": `${path}/reply?to=${post.id}`,
          "hx-target": `#slot-${post.id}`,
          "hx-swap": "innerHTML",
        });
  return html`${helpful(post, around)} ${post.may.reply ? reply : null} ${saving(post, around)}
  ${post.may.edit ? link("Edit", postPath(base, post.id, "edit")) : null}
  ${post.may.remove ? link(post.mine ? "Delete" : "Remove", postPath(base, post.id, "delete")) : null}
  ${post.may.hide ? link("Hide here", postPath(base, post.id, "hide")) : null} ${managing(post, around)}`;
}

/** The quiet mark in place of what administrators hide here: why, for them and for its author. */
function hiddenPost({ id, hidden, mine, may }: PostView, { base }: Around): Html {
  return html`<div class="post post--gone" id="post-${id}">
    <p class="letter__remark">
      Hidden here by your organisation’s administrators.
      ${hidden?.reason ? html`Reason: <bdi>${hidden.reason}</bdi>.` : null}
      ${mine ? "Members of other organisations still see it." : null}
      ${may.hide ? html`<a href="${postPath(base, id, "hide")}">Show it again</a>` : null}
      ${mine && may.remove ? html`<a href="${postPath(base, id, "delete")}">Delete</a>` : null}
    </p>
  </div>`;
}

/**
 * Who wrote what, and what can be done with it: the part of a letter or a reply that htmx and live events
 * replace, without the replies below it.
 */
export function post(view: PostView, around: Around, { small }: { small?: boolean } = {}): Html {
  const { author } = view;
  if (view.state === "deleted") {
    const by = view.deletedBy === "author" ? "its author" : "a manager";
    const { removed } = view;
    return html`<div class="post post--gone" id="post-${view.id}">
      <p class="letter__remark">
        ${removed ? "Removed" : "Deleted"} by ${by}.
        ${removed?.reason ? html`Reason: <bdi>${removed.reason}</bdi>.` : null}
        ${removed ? html`<a href="${postPath(around.base, view.id, "restore")}">Restore</a>` : null}
      </p>
      ${askedRemarks(view, around)}
    </div>`;
  }
  if (view.state === "hidden") return hiddenPost(view, around);
  const remark = remarks(view, around);
  const shown = actions(view, around);
  return html`<div class="post" id="post-${view.id}">
    ${who({
      name: author.name,
      href: author.href,
      post: author.post,
      picture: author.picture,
      badge: view.fresh ? badge("New", "new") : undefined,
      time: moment(view.published, around.now),
      timeHref: permalink(around.base, around.discussionId, view.id),
      small,
    })}
    ${
      view.answers
        ? html`<p class="letter__remark">
            In reply to
            <a href="${permalink(around.base, around.discussionId, view.answers.id)}">${view.answers.name}</a>
          </p>`
        : null
    }
    ${
      view.blocked
        ? details({
            summary: { text: `You blocked ${author.name}. Show what they wrote` },
            html: html`<div class="letter__body" dir="auto">${raw(view.html)}</div>`,
          })
        : html`<div class="letter__body" dir="auto">${raw(view.html)}</div>`
    }
    ${view.poll ? pollPart(view.poll, asked(view, around)) : null} ${attachedFiles(view.files)}
    ${isBlank(remark) ? null : html`<p class="letter__remark">${remark}</p>`} ${askedRemarks(view, around)}
    ${isBlank(shown) ? null : html`<div class="letter__do">${shown}</div>`}
  </div>`;
}

/** The first letter of a discussion. */
export function firstLetter(view: PostView, around: Around): Html {
  return html`<article
    class="letter letter--first"
    id="comment-${view.id}"
    aria-label="${view.state === "hidden" ? "Hidden post" : `Post by ${view.author.name}`}"
  >
    ${post(view, around)}
  </article>`;
}

/** What has no author to name any more. */
const gone = { deleted: "a deleted comment", hidden: "a hidden comment" };

/** A comment of the first level, with its replies below. */
export function thread(
  top: PostView,
  around: Around,
  { replies = [], earlier, later, form, focused }: ThreadParts = {},
): Html {
  const { base, discussionId } = around;
  const name = gone[top.state as keyof typeof gone] ?? top.author.name;
  const window = (id: number | null | undefined, words: string) =>
    id
      ? html`<p class="letter__remark"><a href="${permalink(base, discussionId, id)}">${words}</a></p>`
      : null;
  return html`<article
    class="${classes("letter", top.fresh && "letter--new")}"
    id="comment-${top.id}"
    ${takesFocus(focused)}
    aria-label="${top.state === "deleted" ? "Deleted comment" : top.state === "hidden" ? "Hidden comment" : `Comment by ${name}`}"
  >
    ${post(top, around)}
    <div id="slot-${top.id}">${form}</div>
    ${window(earlier, "Earlier replies")}
    <ol class="replies" id="replies-${top.id}" aria-label="Replies to ${name}">
      ${replies}
    </ol>
    ${window(later, "More replies")}
  </article>`;
}

export interface ThreadParts {
  /** Each made by `replyItem`. */
  replies?: readonly Html[];
  /** A reply in the window before, and after. */
  earlier?: number | null;
  later?: number | null;
  /** The form to reply to the comment itself. */
  form?: Html;
  /** Takes the focus when htmx puts it there: for what one wrote oneself. */
  focused?: boolean;
}

const takesFocus = (focused: boolean | undefined): Html | null =>
  focused ? attributes({ tabindex: -1, autofocus: true }) : null;

/** A reply, as a thread lists it. */
export function replyItem(
  view: PostView,
  around: Around,
  { form, focused }: Pick<ThreadParts, "form" | "focused"> = {},
): Html {
  return html`<li
    class="${classes("reply", view.fresh && "reply--new")}"
    id="comment-${view.id}"
    ${takesFocus(focused)}
  >
    ${post(view, around, { small: true })}
    <div id="slot-${view.id}">${form}</div>
  </li>`;
}
