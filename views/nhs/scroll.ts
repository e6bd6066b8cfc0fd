import { attributes, classes, html, type Html } from "../html.ts";

/** A region that scrolls sideways by itself, for a table too wide for the page. */
export function scroll(props: { html: Html; labelledBy?: string; variant?: string }): Html {
  const inner = attributes({
    class: "nhsuk-scroll__content",
    role: "region",
    "aria-labelledby": props.labelledBy,
  });
  const outer = classes("nhsuk-scroll", props.variant === "reverse" && "nhsuk-scroll--reverse");
  return html`<div class="${outer}" data-module="nhsuk-scroll"><div${inner}>${props.html}</div></div>`;
}
