import { attributes, classes, html, isBlank, type Attributes, type Html } from "../html.ts";
import type { CaptionProps } from "./caption.ts";
import { card, type CardProps } from "./card.ts";
import { hidden, part, present, shown, type Common, type Content, type Part } from "./content.ts";
import { element } from "./element.ts";
import { heading, type HeadingProps } from "./heading.ts";
import { translations } from "./i18n.ts";
import { scroll } from "./scroll.ts";

export interface TableCell extends Content {
  href?: string;
  visuallyHiddenText?: string;
  format?: "numeric" | "string";
  align?: "left" | "centre" | "right";
  width?: string;
  colspan?: number;
  rowspan?: number;
  classes?: string;
  attributes?: Attributes;
  /** What a script sorts by, where the text would sort wrongly. */
  sortValue?: string | number;
}

export interface TableHead extends TableCell {
  /** Sorted so now, or true for a column that can be sorted. With `href`, the server sorts. */
  sort?: boolean | "none" | "ascending" | "descending";
  sortNext?: "ascending" | "descending";
}

export interface TablesProps extends Common {
  caption?: Part<HeadingProps & { caption?: Part<CaptionProps> }>;
  head?: readonly (Part<TableHead> | null | false)[];
  rows: readonly (readonly (Part<TableCell> | null | false)[] | null | false)[];
  firstCellIsHeader?: boolean;
  /** Rows become blocks on a phone. */
  responsive?: boolean;
  /** Scrolls sideways inside itself where it is too wide. */
  scroll?: boolean;
  compact?: boolean;
  striped?: boolean;
  border?: boolean;
  lastRowBorder?: boolean;
  variant?: "reverse";
  card?: CardProps | boolean;
  sortAnnouncementText?: string;
  ascendingText?: string;
  descendingText?: string;
}

function value(cell: TableCell): Html {
  const heard = cell.visuallyHiddenText;
  const words = html`${shown(cell)}${heard ? hidden(present(cell) ? ` ${heard}` : heard) : null}`;
  return cell.href ? html`<a class="nhsuk-link" href="${cell.href}">${words}</a>` : words;
}

function cellElement(name: "th" | "td", cell: TableCell, more: Attributes, content: Html): Html {
  const block = name === "th" ? "nhsuk-table__header" : "nhsuk-table__cell";
  return element(
    name,
    {
      class: classes(
        block,
        cell.format === "numeric" && `${block}--numeric`,
        cell.align && `nhsuk-u-text-align-${cell.align}`,
        cell.width && `nhsuk-u-width-${cell.width}`,
        cell.classes,
      ),
      rowspan: cell.rowspan,
      ...more,
      ...cell.attributes,
    },
    content,
  );
}

function headRow(props: TablesProps, sorting: { any: boolean; byServer: boolean }): Html | null {
  if (!props.head?.length) return null;
  const role = (name: string) => (props.responsive ? name : null);
  const cells = props.head.map((given) => {
    if (!given) return null;
    const head = part<TableHead>(given);
    const sort = head.sort === true ? "none" : head.sort || null;
    const more = {
      scope: "col",
      role: role("columnheader"),
      colspan: props.responsive ? null : head.colspan,
      "data-sort": Boolean(sort) && sorting.any,
      "data-sort-next": sorting.any && !sorting.byServer ? head.sortNext : null,
      "aria-sort": sort && sort !== "none" && sorting.any ? sort : null,
    };
    return cellElement("th", head, more, value(head));
  });
  return html`<thead${attributes({ class: "nhsuk-table__head", role: role("rowgroup") })}>
    <tr${attributes({ class: "nhsuk-table__row", role: role("row") })}>${cells}</tr>
  </thead>`;
}

function bodyCell(props: TablesProps, given: Part<TableCell>, index: number): Html {
  const head = part<TableHead>(props.head?.[index] || undefined);
  const cell = part<TableCell>(given);
  const header = index === 0 && props.firstCellIsHeader;
  const merged: TableCell = {
    ...cell,
    format: cell.format ?? head.format,
    align: cell.align ?? (cell.format === "string" && head.format === "numeric" ? "right" : head.align),
  };
  const more = {
    scope: header ? "row" : null,
    role: props.responsive ? (header ? "rowheader" : "cell") : null,
    colspan: props.responsive ? null : cell.colspan,
    "data-sort-value": cell.sortValue || null,
  };
  const words = value(cell);
  const named = { text: head.text, html: head.html, visuallyHiddenText: head.visuallyHiddenText };
  const inner = props.responsive
    ? html`<span class="nhsuk-table__heading" aria-hidden="true">${value(named)} </span
        >${isBlank(cell.html) ? words : html`<span>${words}</span>`}`
    : words;
  return cellElement(header ? "th" : "td", merged, more, inner);
}

function captionOf(props: TablesProps, sortable: boolean): { html: Html; id: string | undefined } {
  const given = part<HeadingProps>(props.caption);
  const words = given.text?.replaceAll(" ", "-").toLowerCase().slice(0, 40);
  const named = props.scroll
    ? props.id
      ? `${props.id}-caption`
      : words && `table-${words}-caption`
    : undefined;
  const id = given.id ?? named;
  const heard = given.visuallyHiddenText ?? (sortable ? "Column headers are sortable" : undefined);
  const shownCaption = heading(
    { ...given, id, visuallyHiddenText: heard && `(${heard})`, element: "caption" },
    {
      className: "nhsuk-table__caption",
      classPrefix: "nhsuk-table__caption--",
      sizes: ["s", "m", "l", "xl"],
    },
  );
  return { html: shownCaption, id };
}

/** A table of things to compare. */
export function tables(props: TablesProps): Html {
  const heads = (props.head ?? []).map((given) => part<TableHead>(given || undefined));
  const sorting = {
    any: heads.some((head) => head.sort),
    byServer: heads.some((head) => head.sort && head.href),
  };
  const { responsive } = props;
  const outer = attributes({
    class: classes(
      "nhsuk-table",
      props.variant && `nhsuk-table--${props.variant}`,
      props.compact && "nhsuk-table--compact",
      responsive && "nhsuk-table--responsive",
      props.border === false && "nhsuk-table--no-border",
      props.border !== false && props.lastRowBorder === false && "nhsuk-table--no-last-row-border",
      sorting.any && "nhsuk-table--sortable",
      props.striped && "nhsuk-table--striped",
      props.classes,
    ),
    id: props.id,
    "data-module": sorting.any && !sorting.byServer ? "nhsuk-table" : null,
    ...translations({
      "sort-announcement": props.sortAnnouncementText,
      ascending: props.ascendingText,
      descending: props.descendingText,
    }),
    role: responsive ? "table" : null,
    ...props.attributes,
  });
  const caption = captionOf(props, sorting.any);
  const rows = props.rows.map((row) =>
    row
      ? html`<tr${attributes({ class: "nhsuk-table__row", role: responsive ? "row" : null })}>${row.map((cell, index) => (cell ? bodyCell(props, cell, index) : null))}</tr>`
      : null,
  );
  const plain = html`<table${outer}>${caption.html}${headRow(props, sorting)}<tbody class="nhsuk-table__body">${rows}</tbody></table>`;
  const table = props.scroll
    ? scroll({ html: plain, labelledBy: caption.id, variant: props.variant })
    : plain;
  return props.card ? card({ ...(props.card === true ? {} : props.card), html: table }) : table;
}
