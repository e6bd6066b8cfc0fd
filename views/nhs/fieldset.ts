import { attributes, classes, html, type Html } from "../html.ts";
import { part, type Common, type Part } from "./content.ts";
import { legend, type LegendProps } from "./legend.ts";

export interface FieldsetProps extends Common {
  legend?: Part<LegendProps>;
  role?: string;
  describedBy?: string;
  html?: Html;
}

/** A group of fields under one legend. */
export function fieldset(props: FieldsetProps): Html {
  const outer = attributes({
    class: classes("nhsuk-fieldset", props.classes),
    id: props.id,
    role: props.role,
    "aria-describedby": props.describedBy || null,
    ...props.attributes,
  });
  return html`<fieldset${outer}>${legend(part<LegendProps>(props.legend))} ${props.html}</fieldset>`;
}
