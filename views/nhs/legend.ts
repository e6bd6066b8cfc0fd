import { classes, html, nothing, type Html } from "../html.ts";
import { caption } from "./caption.ts";
import { chosen, present } from "./content.ts";
import { element } from "./element.ts";
import { heading } from "./heading.ts";
import { outside, titleOf, type TitleProps } from "./titled.ts";

export type LegendProps = TitleProps;

/** The title of a group of fields; it can be the heading of its page. */
export function legend(props: LegendProps): Html {
  const title = titleOf(props);
  if (!present(title.content)) return nothing;
  const after = outside(title.caption, "after");
  const above = title.caption && {
    ...title.caption,
    placement: title.caption.placement === "before" ? ("start" as const) : title.caption.placement,
  };
  const className = classes(
    "nhsuk-fieldset__legend",
    chosen("nhsuk-fieldset__legend--", title.size, props.classes),
    props.classes,
  );
  const inner = {
    ...title.content,
    visuallyHiddenText: title.visuallyHiddenText,
    caption: after ? undefined : above,
  };
  const { id, level, attributes } = title.heading;
  const named = title.hasHeading
    ? element(
        "legend",
        { class: className, id: props.id, ...props.attributes },
        heading({ ...inner, id, level, attributes }, { className: "nhsuk-fieldset__heading" }),
      )
    : heading({ ...inner, id: props.id, attributes: props.attributes, element: "legend" }, { className });
  return html`${named}${after ? caption(after) : null}`;
}
