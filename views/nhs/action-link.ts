import { classes, html, type Html } from "../html.ts";
import { shown } from "./content.ts";
import { icon } from "./icon.ts";
import { linkLike, type LinkLikeProps } from "./link-like.ts";

export interface ActionLinkProps extends LinkLikeProps {
  openInNewWindow?: boolean;
}

/** A link that starts something, with an arrow. */
export function actionLink(props: ActionLinkProps): Html {
  const className = classes(
    "nhsuk-action-link",
    props.variant === "reverse" && "nhsuk-action-link--reverse",
    props.classes,
  );
  const content = html`${icon("arrow-right-circle")}<span class="nhsuk-action-link__text"
      >${shown(props)}</span
    >`;
  return linkLike(props, className, content, props.openInNewWindow ? "_blank" : undefined);
}
