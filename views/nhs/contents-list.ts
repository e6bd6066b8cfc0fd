import { attributes, classes, html, type Attributes, type Html } from "../html.ts";
import { shown, type Common, type Content } from "./content.ts";

export interface ContentsItem extends Content {
  href?: string;
  current?: boolean;
  classes?: string;
  attributes?: Attributes;
  items?: readonly (ContentsItem | null | false)[];
}

export interface ContentsListProps extends Common {
  items: readonly (ContentsItem | null | false)[];
  /** "Pages in this guide" unless told. */
  ariaLabel?: string;
  /** "Contents" unless told. */
  visuallyHiddenText?: string;
}

function entry(item: ContentsItem): Html {
  const own = item.current
    ? html`<span${attributes({ class: classes("nhsuk-contents-list__current", item.classes), ...item.attributes })}>${shown(item)}</span>`
    : html`<a${attributes({ class: classes("nhsuk-contents-list__link", item.classes), href: item.href ?? "", ...item.attributes })}>${shown(item)}</a>`;
  const outer = attributes({
    class: "nhsuk-contents-list__item",
    "aria-current": item.current ? "page" : null,
  });
  return html`<li${outer}>${own}${item.items ? entries(item.items) : null}</li>`;
}

function entries(items: ContentsListProps["items"]): Html {
  return html`<ol class="nhsuk-contents-list__list">
    ${items.map((item) => (item ? entry(item) : null))}
  </ol>`;
}

/** The pages or parts of a longer text. */
export function contentsList(props: ContentsListProps): Html {
  const outer = attributes({
    class: classes("nhsuk-contents-list", props.classes),
    id: props.id,
    role: "navigation",
    "aria-label": props.ariaLabel || "Pages in this guide",
    ...props.attributes,
  });
  return html`<nav${outer}>
    <h2 class="nhsuk-u-visually-hidden">${props.visuallyHiddenText || "Contents"}</h2>
    ${entries(props.items)}
  </nav>`;
}
