import { attributes, classes, html, nothing, type Html } from "../html.ts";
import { hidden, part, present, shown, type Common, type Content, type Part } from "./content.ts";
import { element } from "./element.ts";
import { heading, type HeadingProps } from "./heading.ts";
import { icon } from "./icon.ts";

export interface CardAction extends Common, Content {
  href?: string;
  type?: "submit" | "button" | "reset";
  name?: string;
  value?: string | number;
  /** Heard after the text: "Change *name*". */
  visuallyHiddenText?: string;
}

export type CardActions =
  | readonly (CardAction | null | false)[]
  | (Common & { items?: readonly (CardAction | null | false)[]; width?: string });

export type CareVariant = "non-urgent" | "urgent" | "emergency";

export interface CardProps extends Common {
  heading?: Part<HeadingProps>;
  description?: Part<Common & Content>;
  /** The card's body, in place of a description. */
  html?: Html;
  href?: string;
  clickable?: boolean;
  variant?: "feature" | "primary" | "secondary" | "warning" | CareVariant;
  image?: { src?: string; alt?: string; html?: Html };
  actions?: CardActions;
}

const careWords: Record<CareVariant, string> = {
  "non-urgent": "Non-urgent advice",
  urgent: "Urgent advice",
  emergency: "Immediate action required",
};

const isCare = (variant: CardProps["variant"]): variant is CareVariant =>
  variant !== undefined && variant in careWords;

/** The actions that are there, and the box around them. */
export function actionsOf(given: CardActions | undefined): {
  items: CardAction[];
  box: Common & { width?: string };
} {
  const list = Array.isArray(given) ? given : ((given as { items?: CardAction[] } | undefined)?.items ?? []);
  const box = given && !Array.isArray(given) ? (given as Common & { width?: string }) : {};
  return {
    items: (list as (CardAction | null | false)[]).filter((item): item is CardAction => Boolean(item)),
    box,
  };
}

/** One action of a card or summary list; the card's heading is heard after it. */
export function cardAction(action: CardAction, of: { heading?: CardProps["heading"] } = {}): Html {
  const title = part<HeadingProps>(of.heading);
  const name = action.href && !action.type ? "a" : "button";
  const own =
    name === "a"
      ? { href: action.href }
      : { name: action.name, type: action.type ?? "submit", value: action.value };
  const heard = html`${action.visuallyHiddenText ? ` ${action.visuallyHiddenText}` : null}${present(title) ? html` (${shown(title)})` : null}`;
  const hiddenWords =
    action.visuallyHiddenText || present(title)
      ? html`<span class="nhsuk-u-visually-hidden">${heard}</span>`
      : null;
  const values = {
    class: classes("nhsuk-link", action.classes),
    id: action.id,
    ...own,
    ...action.attributes,
  };
  return element(name, values, html`${shown(action)}${hiddenWords}`);
}

function cardHeading(props: CardProps, title: Partial<HeadingProps>): Html {
  const care = isCare(props.variant);
  const arrow = care ? html`<span class="nhsuk-card--care__arrow" aria-hidden="true"></span>` : null;
  const spoken =
    care && isCare(props.variant)
      ? title.visuallyHiddenText || careWords[props.variant]
      : title.visuallyHiddenText;
  const linked = props.href && props.variant !== "feature";
  const words = !title.text
    ? nothing
    : linked
      ? html`<a class="nhsuk-card__link" href="${props.href}">${title.text}</a>`
      : spoken
        ? html`<span role="text">${hidden(`${spoken}: `)}${title.text}</span>`
        : html`${title.text}`;
  const named = title.text
    ? heading(
        {
          ...title,
          text: undefined,
          html: words,
          visuallyHiddenText: undefined,
          href: undefined,
          level: title.level ?? 2,
        },
        { className: "nhsuk-card__heading", classPrefix: "nhsuk-heading-" },
      )
    : null;
  return html`${named}${title.html}${arrow}`;
}

function actionsBox(props: CardProps): Html | null {
  const { items, box } = actionsOf(props.actions);
  const [first] = items;
  if (!first) return null;
  const className = classes("nhsuk-card__actions", box.classes);
  if (items.length === 1) return html`<div class="${className}">${cardAction(first, props)}</div>`;
  return html`<ul class="${className}">
    ${items.map((item) => html`<li class="nhsuk-card__action">${cardAction(item, props)}</li>`)}
  </ul>`;
}

function image(given: CardProps["image"]): Html | null {
  if (given?.html) return given.html;
  return given?.src
    ? html`<img class="nhsuk-card__img" src="${given.src}" alt="${given.alt ?? ""}" />`
    : null;
}

/** A box for one thing: its heading, what it is, and what can be done with it. */
export function card(props: CardProps): Html {
  const title = part<HeadingProps>(props.heading);
  const care = isCare(props.variant) && present(title);
  const description = part<Common & Content>(props.description);
  const outer = attributes({
    class: classes(
      "nhsuk-card",
      props.clickable && "nhsuk-card--clickable",
      props.variant && !isCare(props.variant) && `nhsuk-card--${props.variant}`,
      care && `nhsuk-card--care nhsuk-card--care--${props.variant}`,
      props.classes,
    ),
    id: props.id,
    ...props.attributes,
  });
  const actions = actionsBox(props);
  const named = care || present(title) ? cardHeading(props, title) : null;
  const above =
    care || actions ? html`<div class="nhsuk-card__heading-container">${named}${actions}</div>` : null;
  const text = description.text ? html`<p class="nhsuk-card__description">${description.text}</p>` : null;
  const inner = attributes({
    class: classes("nhsuk-card__content", description.classes),
    ...description.attributes,
  });
  return html`<div${outer}>
    ${image(props.image)} ${above}
    <div${inner}>
      ${above ? null : named} ${props.html ?? description.html ?? text}
      ${props.variant === "primary" ? icon("chevron-right-circle") : null}
    </div>
  </div>`;
}
