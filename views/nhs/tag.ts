import { attributes, classes, html, type Html } from "../html.ts";
import { chosen, shown, type Common, type Content } from "./content.ts";

export type TagColour =
  "white" | "grey" | "green" | "aqua-green" | "blue" | "purple" | "pink" | "red" | "orange" | "yellow";

export interface TagProps extends Common, Content {
  colour?: TagColour | false;
  border?: boolean;
}

/** A state in one or two words. */
export function tag(props: TagProps): Html {
  const outer = attributes({
    class: classes(
      "nhsuk-tag",
      chosen("nhsuk-tag--", props.colour, props.classes),
      props.colour === false && "nhsuk-tag--no-colour",
      props.border === false && "nhsuk-tag--no-border",
      props.classes,
    ),
    id: props.id,
    ...props.attributes,
  });
  return html`<strong${outer}>${shown(props)}</strong>`;
}
