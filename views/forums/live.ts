import type { DiscussionView } from "../../src/forums/discussion-query.ts";
import type { PostView } from "../../src/forums/shape.ts";
import { html, type Html } from "../html.ts";
import { discussionPath, permalink } from "./addresses.ts";
import { post, replyItem, thread, type Around } from "./post.ts";

/**
 * Opens the stream of what happens in the discussion. `arrived` says what the page has already; comments are
 * added below only where the end of the discussion is on the page, so that nothing moves under a reader's eyes.
 */
export function liveConnection({ head, id, arrived, sort, page, pages }: DiscussionView): Html {
  const end = sort === "oldest" && page === pages;
  const path = `${discussionPath(head.href, id)}/live?after=${arrived}${end ? "&end=1" : ""}`;
  return html`<div hx-sse:connect="${path}" hx-sse:close="end" hx-swap="none"></div>
    <p class="arrivals" id="arrivals" role="status"></p>`;
}

const partial = (target: string, swap: string, content: Html): Html =>
  html`<hx-partial hx-target="#${target}" hx-swap="${swap}">${content}</hx-partial>`;

/** A comment at its place: the end of the discussion, or of the replies to another. */
export function addedComment(view: PostView, around: Around, top: number, focused = false): Html {
  return view.id === top
    ? partial("comments", "beforeend", thread(view, around, { focused }))
    : partial(`replies-${top}`, "beforeend", replyItem(view, around, { focused }));
}

/** Takes the form below a comment away. */
export const noReplyForm = (commentId: number): Html => partial(`slot-${commentId}`, "innerHTML", html``);

/** The form below the discussion without the complaint about it that a reply has made old; as it is where there is none. */
export const withoutProblems = (form: Html): Html =>
  partial("add-comment:has(.nhsuk-error-summary)", "outerHTML", form);

/** "3 comments", at the head of the list. */
export const newCount = (text: string): Html => partial("comment-count", "textContent", html`${text}`);

export interface Arrivals {
  /** How many comments came since the page was opened. */
  count: number;
  /** The first of them. */
  first: number;
  /** Whether it stands on the page. */
  here: boolean;
}

/** Says how many comments came, and leads to the first. */
export function arrivalNote({ count, first, here }: Arrivals, around: Around): Html {
  const words = count === 1 ? "1 new comment" : `${count} new comments`;
  const href = here ? `#comment-${first}` : permalink(around.base, around.discussionId, first);
  return partial(
    "arrivals",
    "innerHTML",
    html`${words}: <a href="${href}">show<span class="nhsuk-u-visually-hidden"> the first</span></a>`,
  );
}

/** What is said once and needs no link. What was done goes away by itself: it is on the page. */
export const said = (text: string, { stays = true }: { stays?: boolean } = {}): Html =>
  partial(
    "arrivals",
    "innerHTML",
    stays ? html`${text}` : html`<span class="arrivals__passing">${text}</span>`,
  );

/** A post that changed, in place of what stood there. */
export function changedPost(
  view: PostView,
  around: Around,
  { small, title }: { small: boolean; title: string | null },
): Html {
  return html`${partial(`post-${view.id}`, "outerHTML", post(view, around, { small }))}
  ${title === null ? null : partial("discussion-title", "textContent", html`${title}`)}`;
}
