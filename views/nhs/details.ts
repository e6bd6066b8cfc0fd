import { attributes, classes, html, type Html } from "../html.ts";
import { part, shown, type Common, type Content, type Part } from "./content.ts";

export interface DetailsProps extends Common, Content {
  summary: Part<Common & Content>;
  open?: boolean;
  variant?: "reverse";
}

/** Something more that few need, closed at first. */
export function details(props: DetailsProps): Html {
  const summary = part<Common & Content>(props.summary);
  const outer = attributes({
    class: classes("nhsuk-details", props.variant === "reverse" && "nhsuk-details--reverse", props.classes),
    id: props.id,
    open: props.open,
    ...props.attributes,
  });
  const title = attributes({
    class: classes("nhsuk-details__summary", summary.classes),
    ...summary.attributes,
  });
  return html`<details${outer}>
    <summary${title}><span class="nhsuk-details__summary-text">${shown(summary)}</span></summary>
    <div class="nhsuk-details__text">${shown(props)}</div>
  </details>`;
}
