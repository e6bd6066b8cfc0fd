import { attributes, classes, html, isBlank, type Html } from "../html.ts";
import { part, present, shown, type Common, type Content, type Part } from "./content.ts";
import type { ElementName } from "./element.ts";
import { heading, type HeadingProps } from "./heading.ts";

export interface NotificationBannerProps extends Common, Content {
  variant?: "success";
  /** "Success" or "Important" unless told. */
  title?: Part<HeadingProps>;
  heading?: Part<HeadingProps & { element?: ElementName }>;
  /** "alert" for success, otherwise "region", unless told. */
  role?: string;
  disableAutoFocus?: boolean;
}

function body(props: NotificationBannerProps, hasHeading: boolean): Html {
  if (!isBlank(props.html)) return shown(props);
  if (!props.text) return html``;
  return hasHeading
    ? html`<p class="nhsuk-body">${props.text}</p>`
    : html`<p class="nhsuk-notification-banner__heading">${props.text}</p>`;
}

/** News at the top of a page: something was done, or is important. */
export function notificationBanner(props: NotificationBannerProps): Html {
  const success = props.variant === "success";
  const title = part<HeadingProps>(props.title);
  const titleId = title.id || "nhsuk-notification-banner-title";
  const own = part<HeadingProps>(props.heading);
  const outer = attributes({
    class: classes(
      "nhsuk-notification-banner",
      props.classes,
      success && "nhsuk-notification-banner--success",
    ),
    id: props.id,
    "data-module": "nhsuk-notification-banner",
    "data-disable-auto-focus": props.disableAutoFocus === undefined ? null : String(props.disableAutoFocus),
    role: props.role || (success ? "alert" : "region"),
    "aria-labelledby": titleId,
    ...props.attributes,
  });
  return html`<div${outer}>
    <div class="nhsuk-notification-banner__header">
      ${heading(
        {
          ...title,
          id: titleId,
          text: title.text ?? (success ? "Success" : "Important"),
          level: title.level ?? 2,
        },
        { className: "nhsuk-notification-banner__title" },
      )}
    </div>
    <div class="nhsuk-notification-banner__content">
      ${heading({ ...own, level: own.level ?? 3 }, { className: "nhsuk-notification-banner__heading", sizes: [] })}
      ${body(props, present(own))}
    </div>
  </div>`;
}
