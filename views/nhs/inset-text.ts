import { attributes, classes, html, isBlank, type Html } from "../html.ts";
import { hidden, type Common, type Content } from "./content.ts";

export interface InsetTextProps extends Common, Content {
  /** Heard before the text; "Information" unless told. */
  visuallyHiddenText?: string;
}

/** A remark that stands apart from the text around it. */
export function insetText(props: InsetTextProps): Html {
  const outer = attributes({
    class: classes("nhsuk-inset-text", props.classes),
    id: props.id,
    ...props.attributes,
  });
  const body = isBlank(props.html) ? html`<p>${props.text}</p>` : props.html;
  return html`<div${outer}>${hidden(`${props.visuallyHiddenText || "Information"}: `)}${body}</div>`;
}
