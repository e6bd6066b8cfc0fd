import { html, nothing, type Html } from "../html.ts";
import { caption } from "./caption.ts";
import { present } from "./content.ts";
import { element } from "./element.ts";
import { heading } from "./heading.ts";
import { outside, titleOf, type TitleProps } from "./titled.ts";

export interface LabelProps extends TitleProps {
  for?: string;
}

/** The label of a field; it can be the heading of its page. */
export function label(props: LabelProps): Html {
  const title = titleOf(props);
  if (!present(title.content)) return nothing;
  const [before, after] = [outside(title.caption, "before"), outside(title.caption, "after")];
  const named = heading(
    {
      ...title.content,
      id: props.id,
      visuallyHiddenText: title.visuallyHiddenText,
      caption: before || after ? undefined : title.caption,
      size: title.size,
      classes: props.classes,
      attributes: { for: props.for, ...props.attributes },
      element: "label",
    },
    { className: "nhsuk-label", classPrefix: "nhsuk-label--", sizes: ["s", "m", "l", "xl"] },
  );
  const { id, level = 1, attributes } = title.heading;
  const wrapped = title.hasHeading
    ? element(`h${level}`, { class: "nhsuk-label-wrapper", id, ...attributes }, named)
    : named;
  return html`${before ? caption(before) : null}${wrapped}${after ? caption(after) : null}`;
}
