import { attributes, classes, html, isBlank, nothing, type Html } from "../html.ts";
import { present, shown, type Common, type Content } from "./content.ts";
import { element } from "./element.ts";
import { icon, type IconName } from "./icon.ts";

export interface ButtonIcon {
  name?: IconName;
  html?: Html;
  placement?: "start" | "end";
}

export interface ButtonProps extends Common, Content {
  /** Makes it a link that looks like a button. */
  href?: string;
  element?: "a" | "button" | "input";
  variant?: "brand" | "login" | "reverse" | "secondary" | "secondary-solid" | "warning";
  small?: boolean;
  icon?: IconName | ButtonIcon | false;
  name?: string;
  value?: string | number;
  /** "submit" unless told. */
  type?: "submit" | "button" | "reset";
  disabled?: boolean;
  ariaLabel?: string;
  preventDoubleClick?: boolean;
}

function iconOf(given: ButtonProps["icon"]): { html: Html; placement?: "start" | "end" } {
  const {
    name,
    html: own,
    placement,
  } = typeof given === "string" ? { name: given, html: undefined, placement: "start" as const } : given || {};
  return { html: own ?? (name ? icon(name) : nothing), placement };
}

/** A button, or a link that looks like one. Its text is a verb: "Ask to join". */
export function button(props: ButtonProps): Html {
  const name = props.element ?? (props.href && !props.type ? "a" : "button");
  const shared = {
    class: classes(
      "nhsuk-button",
      props.variant && `nhsuk-button--${props.variant}`,
      props.icon && "nhsuk-button--icon",
      props.small && "nhsuk-button--small",
      props.classes,
    ),
    id: props.id,
    name: name === "a" ? null : props.name,
    "data-module": "nhsuk-button",
    "data-prevent-double-click":
      props.preventDoubleClick === undefined ? null : String(props.preventDoubleClick),
  };
  const own =
    name === "a"
      ? { href: props.href ?? "#", role: "button", draggable: "false", "aria-label": props.ariaLabel }
      : {
          type: props.type ?? "submit",
          value: name === "input" ? props.text : props.value,
          disabled: props.disabled,
          "aria-label": props.ariaLabel,
          "aria-disabled": props.disabled ? "true" : null,
        };
  const values = { ...shared, ...own, ...props.attributes };
  if (name === "input") return html`<input${attributes(values)} />`;
  const sign = iconOf(props.icon);
  const words =
    present(props) && !isBlank(sign.html)
      ? html`<span class="nhsuk-button__content">${shown(props)}</span>`
      : shown(props);
  return element(
    name,
    values,
    html`${sign.placement === "start" ? sign.html : null} ${words}
    ${sign.placement === "end" ? sign.html : null}`,
  );
}
