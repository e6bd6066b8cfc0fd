import { classes, html, type Html } from "../html.ts";
import { button, type ButtonProps } from "./button.ts";
import { present, shown } from "./content.ts";
import { input, type InputProps } from "./input.ts";

export interface SearchInputProps extends InputProps {
  /** The button at the end; false for none. */
  button?: ButtonProps | false;
}

/** A field to search in, with its button. */
export function searchInput(props: SearchInputProps): Html {
  const given = props.button || {};
  const go =
    props.button === false
      ? null
      : button({
          ...given,
          ariaLabel: given.ariaLabel ?? "Search",
          type: given.type ?? "submit",
          icon: given.icon ?? "search",
          small: given.small ?? !props.large,
          disabled: given.disabled ?? props.disabled,
          classes: classes("nhsuk-search-input__button", given.classes),
        });
  const after = props.formGroup?.afterInput;
  return input({
    ...props,
    type: props.type ?? "search",
    autocomplete: props.autocomplete ?? "off",
    classes: classes("nhsuk-search-input__input", props.classes),
    inputWrapper: {
      classes: classes("nhsuk-search-input__wrapper", props.inputWrapper?.classes),
      attributes: props.inputWrapper?.attributes,
    },
    formGroup: {
      ...props.formGroup,
      classes: classes(
        "nhsuk-search-input",
        props.large && "nhsuk-search-input--large",
        props.formGroup?.classes,
      ),
      afterInput: { html: html`${go}${after && present(after) ? shown(after) : null}` },
    },
  });
}
