import { attributes, classes, html, type Attributes, type Html } from "../html.ts";
import { backLink, type BackLinkProps } from "./back-link.ts";
import { present, shown, type Common, type Content } from "./content.ts";

export interface BreadcrumbItem extends Content {
  href?: string;
  attributes?: Attributes;
}

export interface BreadcrumbProps extends Common {
  items: readonly BreadcrumbItem[];
  variant?: "reverse";
  /** "Breadcrumb" unless told. */
  ariaLabel?: string;
  /** The link that a phone shows in place of the whole path. */
  backLink?: BackLinkProps;
}

/** The path to this page, from the top. */
export function breadcrumb(props: BreadcrumbProps): Html {
  const last = props.items.at(-1);
  const back = props.backLink ?? {};
  const outer = attributes({
    class: classes(
      "nhsuk-breadcrumb",
      props.variant === "reverse" && "nhsuk-breadcrumb--reverse",
      props.classes,
    ),
    id: props.id,
    "aria-label": props.ariaLabel || "Breadcrumb",
    ...props.attributes,
  });
  const crumbs = props.items
    .filter((item) => item.href)
    .map(
      (item) =>
        html`<li class="nhsuk-breadcrumb__list-item"><a${attributes({ class: "nhsuk-breadcrumb__link", href: item.href, ...item.attributes })}>${shown(item)}</a></li>`,
    );
  return html`<nav${outer}>
    <ol class="nhsuk-breadcrumb__list">${crumbs}</ol>
    ${backLink({
      ...back,
      visuallyHiddenText: back.visuallyHiddenText ?? "Back to",
      text: present(back) ? back.text : last?.text,
      href: back.href ?? last?.href,
      attributes: back.attributes ?? last?.attributes,
      variant: back.variant ?? props.variant,
    })}
  </nav>`;
}
