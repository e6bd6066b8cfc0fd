import { attributes, classes, html, type Html } from "../html.ts";
import { present, shown, type Common, type Content } from "./content.ts";

export interface SkipLinkProps extends Common, Content {
  /** `#maincontent` unless told. */
  href?: string;
}

/** The first link of a page, seen once it has the focus. */
export function skipLink(props: SkipLinkProps): Html {
  const outer = attributes({
    class: classes("nhsuk-skip-link", props.classes),
    id: props.id,
    "data-module": "nhsuk-skip-link",
    href: props.href || "#maincontent",
    ...props.attributes,
  });
  return html`<a${outer}>${present(props) ? shown(props) : "Skip to main content"}</a>`;
}
