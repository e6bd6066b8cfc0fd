import { attributes, classes, html, type Attributes, type Html } from "../html.ts";
import { part, present, shown, type Common, type Content, type Part } from "./content.ts";
import { heading } from "./heading.ts";

export interface ErrorSummaryItem extends Content {
  /** `#` and the id of the field. */
  href?: string;
  attributes?: Attributes;
}

export interface ErrorSummaryProps extends Common {
  heading: Part<Common & Content>;
  description?: Part<Common & Content>;
  errorList?: readonly (ErrorSummaryItem | null | false)[];
  disableAutoFocus?: boolean;
}

function entry(item: ErrorSummaryItem): Html {
  if (!item.href) return html`<li>${shown(item)}</li>`;
  return html`<li><a${attributes({ href: item.href, ...item.attributes })}>${shown(item)}</a></li>`;
}

/** All that is wrong with a form, above it, each linked to its field. The script moves the focus here. */
export function errorSummary(props: ErrorSummaryProps): Html {
  const title = part<Common & Content>(props.heading);
  const description = part<Common & Content>(props.description);
  const outer = attributes({
    class: classes("nhsuk-error-summary", props.classes),
    id: props.id,
    "data-module": "nhsuk-error-summary",
    "data-disable-auto-focus": props.disableAutoFocus === undefined ? null : String(props.disableAutoFocus),
    ...props.attributes,
  });
  return html`<div${outer}>
    <div role="alert">
      ${heading({ ...title, classes: undefined, level: 2 }, { className: "nhsuk-error-summary__heading" })}
      <div class="nhsuk-error-summary__body">
        ${present(description) ? html`<p>${shown(description)}</p>` : null}
        ${
          props.errorList?.length
            ? html`<ul class="nhsuk-list nhsuk-error-summary__list">
                ${props.errorList.map((item) => (item ? entry(item) : null))}
              </ul>`
            : null
        }
      </div>
    </div>
  </div>`;
}
