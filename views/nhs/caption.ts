import { classes, type Html } from "../html.ts";
import { shown, type Common, type Content } from "./content.ts";
import { element, type ElementName } from "./element.ts";

export interface CaptionProps extends Common, Content {
  size?: string;
  /** Around the heading, or inside it at its start (the default) or end. */
  placement?: "before" | "start" | "end" | "after";
  element?: ElementName;
}

const sizes = ["m", "l", "xl", "xxl"];

/** A smaller line that belongs to a heading. */
export function caption(props: CaptionProps): Html {
  const { size, placement } = props;
  const sized = size && sizes.includes(size) ? `nhsuk-caption-${size}` : "nhsuk-caption";
  const below = (placement === "after" || placement === "end") && "nhsuk-caption--bottom";
  return element(
    props.element ?? "span",
    { class: classes(sized, below, props.classes), id: props.id, ...props.attributes },
    shown(props),
  );
}
