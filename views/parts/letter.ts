import { attributes, classes, html, isBlank, type Html } from "../html.ts";
import { badge } from "./badge.ts";
import { who, type WhoProps } from "./who.ts";

export type LetterModifier = "first" | "new" | "answer";

export interface LetterProps {
  /** Fragment that the address of this post ends in. */
  id?: string;
  who: Omit<WhoProps, "badge" | "small">;
  /** What was written, sanitised when it arrived. */
  body: Html;
  /** Language of the body (BCP 47) where the author said so. */
  language?: string;
  /** Attached files, below the body. */
  files?: Html;
  /** Links and buttons, `letterAction` ones for instance. */
  actions?: Html;
  modifiers?: readonly LetterModifier[];
  /** A remark such as "Edited yesterday at 08:12" or "Hidden by a manager". */
  remark?: Html;
  /** Each made by `reply`. */
  replies?: readonly Html[];
  /** Below the replies: a form to reply, or a link to earlier ones. */
  after?: Html;
}

function badges(modifiers: readonly LetterModifier[]): Html {
  return html`${modifiers.includes("answer") ? badge("Answer", "answer") : null}
  ${modifiers.includes("new") ? badge("New", "new") : null}`;
}

function content({ body, language, files, remark, actions }: LetterProps): Html {
  return html`<div class="letter__body" ${attributes({ dir: "auto", lang: language })}>${body}</div>
    ${isBlank(files) ? null : html`<div class="letter__files">${files}</div>`}
    ${isBlank(remark) ? null : html`<p class="letter__remark">${remark}</p>`}
    ${isBlank(actions) ? null : html`<div class="letter__do">${actions}</div>`}`;
}

/** One post of a discussion with its replies, one level deep. */
export function letter(props: LetterProps): Html {
  const { modifiers = [], replies = [], after } = props;
  const kind = modifiers.includes("first") ? "Post" : modifiers.includes("answer") ? "Answer" : "Comment";
  const outer = attributes({
    class: classes("letter", ...modifiers.map((modifier) => `letter--${modifier}`)),
    id: props.id,
    "aria-label": `${kind} by ${props.who.name}`,
  });
  return html`<article${outer}>
    ${who({ ...props.who, badge: badges(modifiers) })} ${content(props)}
    ${
      replies.length > 0
        ? html`<ol class="replies" aria-label="Replies to ${props.who.name}">
            ${replies}
          </ol>`
        : null
    }
    ${isBlank(after) ? null : html`<div class="letter__after">${after}</div>`}
  </article>`;
}

/** A reply, as `letter` lists it: an item of a list, so htmx can add it at the end. */
export function reply(props: Omit<LetterProps, "replies">): Html {
  const { modifiers = [], after } = props;
  return html`<li${attributes({ class: classes("reply", modifiers.includes("new") && "reply--new"), id: props.id })}>
    ${who({ ...props.who, badge: badges(modifiers), small: true })} ${content(props)}
    ${isBlank(after) ? null : html`<div class="letter__after">${after}</div>`}
  </li>`;
}

export interface LetterActionProps {
  text: string;
  /** A link when given, otherwise a button that submits the form around it. */
  href?: string;
  /** For a button that is on or off. */
  pressed?: boolean;
  /** Says which post is meant to those who hear the button alone: "Gwen Rees's comment". */
  about?: string;
  attributes?: Record<string, string | number | boolean | null | undefined>;
}

/** A quiet link or button below a post. */
export function letterAction({ text, href, pressed, about, attributes: more = {} }: LetterActionProps): Html {
  const label = html`${text}${about ? html`<span class="nhsuk-u-visually-hidden">, ${about}</span>` : null}`;
  return href
    ? html`<a class="quiet-action" ${attributes({ href, ...more })}>${label}</a>`
    : html`<button${attributes({
        class: "quiet-action",
        type: "submit",
        "aria-pressed": pressed === undefined ? null : String(pressed),
        ...more,
      })}>${label}</button>`;
}
