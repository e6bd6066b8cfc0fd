import { attributes, classes, html, type Html } from "../html.ts";
import { actionsOf, card, cardAction, type CardActions, type CardProps } from "./card.ts";
import { part, shown, type Common, type Content, type Part } from "./content.ts";

export interface SummaryCell extends Common, Content {
  width?: string;
}

export interface SummaryRow extends Common {
  key: Part<SummaryCell>;
  value?: Part<SummaryCell>;
  actions?: CardActions;
  border?: boolean;
}

export interface SummaryListProps extends Common {
  rows: readonly (SummaryRow | null | false)[];
  card?: CardProps;
  border?: boolean;
  lastRowBorder?: boolean;
}

function cell(name: "key" | "value", given: Part<SummaryCell> | undefined): Html {
  const props = part<SummaryCell>(given);
  const values = attributes({
    class: classes(
      `nhsuk-summary-list__${name}`,
      props.width && `nhsuk-u-width-${props.width}`,
      props.classes,
    ),
    id: props.id,
    ...props.attributes,
  });
  return name === "key" ? html`<dt${values}>${shown(props)}</dt>` : html`<dd${values}>${shown(props)}</dd>`;
}

function actionsCell(row: SummaryRow, of: CardProps | undefined): Html | null {
  const { items, box } = actionsOf(row.actions);
  const [first] = items;
  if (!first) return null;
  const values = attributes({
    class: classes("nhsuk-summary-list__actions", box.width && `nhsuk-u-width-${box.width}`, box.classes),
    id: box.id,
    ...box.attributes,
  });
  const inner =
    items.length === 1
      ? cardAction(first, of)
      : html`<ul class="nhsuk-summary-list__actions-list">
          ${items.map((item) => html`<li class="nhsuk-summary-list__actions-list-item">${cardAction(item, of)}</li>`)}
        </ul>`;
  return html`<dd${values}>${inner}</dd>`;
}

/** What is known, name by name, and how to change it. */
export function summaryList(props: SummaryListProps): Html {
  const rows = props.rows.filter((row): row is SummaryRow => Boolean(row));
  const hasActions = rows.some((row) => actionsOf(row.actions).items.length > 0);
  const borderless = props.border === false;
  const openEnd = !borderless && props.lastRowBorder === false;
  const outer = attributes({
    class: classes(
      "nhsuk-summary-list",
      borderless && "nhsuk-summary-list--no-border",
      openEnd && "nhsuk-summary-list--no-last-row-border",
      props.classes,
    ),
    id: props.id,
    ...props.attributes,
  });
  const body = rows.map((row, index) => {
    const lastOpen = props.lastRowBorder === false && index === rows.length - 1;
    const values = attributes({
      class: classes(
        "nhsuk-summary-list__row",
        hasActions && actionsOf(row.actions).items.length === 0 && "nhsuk-summary-list__row--no-actions",
        row.border === false && !lastOpen && "nhsuk-summary-list__row--no-border",
        row.classes,
      ),
      id: row.id,
      ...row.attributes,
    });
    return html`<div${values}>${cell("key", row.key)}${cell("value", row.value)}${actionsCell(row, props.card)}</div>`;
  });
  const list = html`<dl${outer}>${body}</dl>`;
  return props.card ? card({ ...props.card, html: list }) : list;
}
