import { attributes, classes, html, type Html } from "../html.ts";
import { part, present, shown, type Common, type Content, type Part } from "./content.ts";
import { heading, type HeadingProps } from "./heading.ts";

export interface PanelProps extends Common, Content {
  heading: Part<HeadingProps>;
  variant?: "interruption";
}

/** The end of a task: that it is done, in large letters. */
export function panel(props: PanelProps): Html {
  const outer = attributes({
    class: classes(
      "nhsuk-panel",
      props.variant === "interruption" && "nhsuk-panel--interruption",
      props.classes,
    ),
    id: props.id,
    ...props.attributes,
  });
  return html`<div${outer}>
    ${heading(part<HeadingProps>(props.heading), {
      className: "nhsuk-panel__heading",
      classPrefix: "nhsuk-panel__heading--",
      sizes: ["m", "l", "xl"],
    })}
    ${present(props) ? html`<div class="nhsuk-panel__body">${shown(props)}</div>` : null}
  </div>`;
}
