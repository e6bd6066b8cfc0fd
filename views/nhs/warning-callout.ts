import type { Html } from "../html.ts";
import { card, type CardActions } from "./card.ts";
import { part, type Common, type Content, type Part } from "./content.ts";
import type { HeadingProps } from "./heading.ts";

export interface WarningCalloutProps extends Common, Content {
  heading: Part<HeadingProps>;
  actions?: CardActions;
}

/** Something that must not be missed, "Important" heard first. */
export function warningCallout(props: WarningCalloutProps): Html {
  const title = part<HeadingProps>(props.heading);
  const spoken =
    title.text && !/[Ii]mportant/.test(title.text) ? title.visuallyHiddenText || "Important" : undefined;
  return card({
    id: props.id,
    heading: {
      ...title,
      size: undefined,
      caption: undefined,
      visuallyHiddenText: spoken,
      level: title.level ?? 3,
    },
    description: { text: props.text, html: props.html },
    actions: props.actions,
    classes: props.classes,
    attributes: props.attributes,
    variant: "warning",
  });
}
