import { classes, html, type Html } from "../html.ts";
import { hidden, present, shown } from "./content.ts";
import { linkLike, type LinkLikeProps } from "./link-like.ts";

export interface BackLinkProps extends LinkLikeProps {
  visuallyHiddenText?: string;
}

/** The way back, "Back" unless told. */
export function backLink(props: BackLinkProps): Html {
  const className = classes(
    "nhsuk-back-link",
    props.variant === "reverse" && "nhsuk-back-link--reverse",
    props.classes,
  );
  const words = present(props) ? shown(props) : html`Back`;
  const content = props.visuallyHiddenText ? html`${hidden(`${props.visuallyHiddenText} `)}${words}` : words;
  return linkLike(props, className, content);
}
