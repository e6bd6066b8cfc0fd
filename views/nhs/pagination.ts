import { attributes, classes, html, raw, type Attributes, type Html } from "../html.ts";
import { part, present, shown, type Common, type Content, type Part } from "./content.ts";
import { icon } from "./icon.ts";

export interface PaginationStep extends Content {
  href?: string;
  /** What is there: the title of the page before or after. */
  label?: Part<Content>;
  attributes?: Attributes;
}

export interface PaginationItem {
  number?: number | string;
  href?: string;
  current?: boolean;
  ellipsis?: boolean;
  ariaLabel?: string;
  classes?: string;
  attributes?: Attributes;
}

export interface PaginationProps extends Common {
  previous?: PaginationStep;
  next?: PaginationStep;
  /** Numbered pages. */
  items?: readonly (PaginationItem | null | false)[];
  /** "Pagination" unless told. */
  ariaLabel?: string;
}

const directions = {
  previous: { rel: "prev", word: "Previous", arrow: "arrow-left" },
  next: { rel: "next", word: "Next", arrow: "arrow-right" },
} as const;

type Direction = keyof typeof directions;

function title(step: PaginationStep, direction: Direction): Html {
  const words = present(step)
    ? shown(step)
    : html`${directions[direction].word}<span class="nhsuk-u-visually-hidden"> page</span>`;
  return html`<span class="nhsuk-pagination__title">${words}</span>`;
}

function besideNumbers(step: PaginationStep | undefined, direction: Direction): Html | null {
  if (!step?.href) return null;
  const { rel, arrow } = directions[direction];
  const inner =
    direction === "previous"
      ? html`${icon(arrow)}${title(step, direction)}`
      : html`${title(step, direction)}${icon(arrow)}`;
  return html`<a href="${step.href}" class="nhsuk-pagination__${direction}" rel="${rel}">${inner}</a>`;
}

function inList(step: PaginationStep | undefined, direction: Direction): Html | null {
  if (!step?.href) return null;
  const { rel, arrow } = directions[direction];
  const label = part<Content>(step.label);
  const values = attributes({
    class: classes("nhsuk-pagination__link", `nhsuk-pagination__link--${rel}`),
    href: step.href,
    rel,
    ...step.attributes,
  });
  const there = present(label)
    ? html`<span class="nhsuk-u-visually-hidden">:</span
        ><span class="nhsuk-pagination__page">${shown(label)}</span>`
    : null;
  return html`<li class="nhsuk-pagination-item--${direction}"><a${values}>${title(step, direction)}${there}${icon(arrow)}</a></li>`;
}

function numbered(item: PaginationItem): Html {
  const outer = classes(
    "nhsuk-pagination__item",
    item.current && "nhsuk-pagination__item--current",
    item.ellipsis && "nhsuk-pagination__item--ellipsis",
    item.classes,
  );
  if (item.ellipsis) return html`<li class="${outer}">${raw("&ctdot;")}</li>`;
  const values = attributes({
    class: "nhsuk-pagination__link",
    href: item.href ?? "",
    "aria-label": item.ariaLabel ?? `Page ${item.number}`,
    "aria-current": item.current ? "page" : null,
    ...item.attributes,
  });
  return html`<li class="${outer}"><a${values}>${item.number}</a></li>`;
}

/** The pages before and after, or numbered ones. For lists that grow, use the `pager` part. */
export function pagination(props: PaginationProps): Html {
  const { items = [], previous, next } = props;
  const outer = attributes({
    class: classes("nhsuk-pagination", items.length > 0 && "nhsuk-pagination--numbered", props.classes),
    id: props.id,
    role: "navigation",
    "aria-label": props.ariaLabel || "Pagination",
    ...props.attributes,
  });
  const inner =
    items.length > 0
      ? html`${besideNumbers(previous, "previous")}
          <ul class="nhsuk-pagination__list">
            ${items.map((item) => (item ? numbered(item) : null))}
          </ul>
          ${besideNumbers(next, "next")}`
      : html`<ul class="nhsuk-list nhsuk-pagination__list">
          ${inList(previous, "previous")}${inList(next, "next")}
        </ul>`;
  return html`<nav${outer}>${inner}</nav>`;
}
