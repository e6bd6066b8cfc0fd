import { attributes, classes, html, isBlank, type Attributes, type Html } from "../html.ts";
import type { Common, Content } from "./content.ts";

export interface TabItem {
  id?: string;
  label: string;
  attributes?: Attributes;
  panel: Content & { attributes?: Attributes };
}

export interface TabsProps extends Common {
  idPrefix?: string;
  items: readonly (TabItem | null | false)[];
  /** "Contents" unless told. */
  visuallyHiddenText?: string;
}

/**
 * Panels of one page behind tabs. We ship neither its style nor its script (links to pages of their own,
 * `navTabs`, serve better), so the panels stand one below the other under a list of links.
 */
export function tabs(props: TabsProps): Html {
  const idOf = (item: TabItem, index: number) => item.id || `${props.idPrefix || props.id}-${index + 1}`;
  const outer = attributes({
    class: classes("nhsuk-tabs", props.classes),
    id: props.id,
    "data-module": "nhsuk-tabs",
    ...props.attributes,
  });
  const list = props.items.map((item, index) => {
    if (!item) return null;
    const link = attributes({ class: "nhsuk-tabs__tab", href: `#${idOf(item, index)}`, ...item.attributes });
    const className = classes("nhsuk-tabs__list-item", index === 0 && "nhsuk-tabs__list-item--selected");
    return html`<li class="${className}"><a${link}>${item.label}</a></li>`;
  });
  const panels = props.items.map((item, index) => {
    if (!item) return null;
    const className = classes("nhsuk-tabs__panel", index > 0 && "nhsuk-tabs__panel--hidden");
    const { panel } = item;
    const body = isBlank(panel.html) ? (panel.text ? html`<p>${panel.text}</p>` : null) : panel.html;
    return html`<div${attributes({ class: className, id: idOf(item, index), ...panel.attributes })}>${body}</div>`;
  });
  return html`<div${outer}>
    <h2 class="nhsuk-tabs__heading">${props.visuallyHiddenText ?? "Contents"}</h2>
    ${
      props.items.length > 0
        ? html`<ul class="nhsuk-tabs__list">
            ${list}
          </ul>`
        : null
    } ${panels}
  </div>`;
}
