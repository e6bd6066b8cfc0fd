import { classes, html, type Html } from "../html.ts";
import { button, type ButtonProps } from "./button.ts";
import { present, shown } from "./content.ts";
import { translations } from "./i18n.ts";
import { input, type InputProps } from "./input.ts";

export interface PasswordInputProps extends InputProps {
  button?: ButtonProps;
  showPasswordText?: string;
  hidePasswordText?: string;
  showPasswordAriaLabel?: string;
  hidePasswordAriaLabel?: string;
  passwordShownAnnouncementText?: string;
  passwordHiddenAnnouncementText?: string;
}

/** A password that can be shown; pasting and password managers work. */
export function passwordInput(props: PasswordInputProps): Html {
  const id = props.id || props.name;
  const given = props.button ?? {};
  const showText = props.showPasswordText ?? given.text;
  const showLabel = props.showPasswordAriaLabel ?? given.ariaLabel;
  const toggle = button({
    ...given,
    text: showText ?? "Show",
    ariaLabel: showLabel ?? "Show password",
    type: given.type ?? "button",
    small: given.small ?? !props.large,
    disabled: given.disabled ?? props.disabled,
    variant: given.variant ?? "secondary",
    classes: classes("nhsuk-password-input__toggle nhsuk-js-password-input-toggle", given.classes),
    attributes: { "aria-controls": id, hidden: true },
  });
  const after = props.formGroup?.afterInput;
  return input({
    ...props,
    id,
    type: "password",
    spellcheck: false,
    autocomplete: props.autocomplete || "current-password",
    autocapitalize: "none",
    classes: classes("nhsuk-password-input__input nhsuk-js-password-input-input", props.classes),
    formGroup: {
      classes: classes(props.formGroup?.classes, "nhsuk-password-input"),
      beforeInput: props.formGroup?.beforeInput,
      afterInput: { html: html`${toggle}${after && present(after) ? shown(after) : null}` },
      attributes: {
        "data-module": "nhsuk-password-input",
        ...translations({
          "show-password": showText,
          "hide-password": props.hidePasswordText,
          "show-password-aria-label": showLabel,
          "hide-password-aria-label": props.hidePasswordAriaLabel,
          "password-shown-announcement": props.passwordShownAnnouncementText,
          "password-hidden-announcement": props.passwordHiddenAnnouncementText,
        }),
        ...props.formGroup?.attributes,
      },
    },
  });
}
