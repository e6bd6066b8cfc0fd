import { attributes, classes, html, type Html } from "../html.ts";
import { hidden, shown, type Common, type Content } from "./content.ts";

export interface ErrorMessageProps extends Common, Content {
  /** Heard before the message; "Error" unless told, nothing when empty. */
  visuallyHiddenText?: string;
}

/** What is wrong with one field, above it. */
export function errorMessage(props: ErrorMessageProps): Html {
  const { visuallyHiddenText = "Error" } = props;
  const outer = attributes({
    class: classes("nhsuk-error-message", props.classes),
    id: props.id,
    ...props.attributes,
  });
  return html`<span${outer}>${visuallyHiddenText ? hidden(`${visuallyHiddenText}: `) : null}${shown(props)}</span>`;
}
