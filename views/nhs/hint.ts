import { attributes, classes, html, type Html } from "../html.ts";
import { shown, type Common, type Content } from "./content.ts";

export type HintProps = Common & Content;

/** Help for a field, below its label. */
export function hint(props: HintProps): Html {
  const outer = attributes({
    class: classes("nhsuk-hint", props.classes),
    id: props.id,
    ...props.attributes,
  });
  return html`<div${outer}>${shown(props)}</div>`;
}
