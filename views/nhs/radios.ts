import type { Html } from "../html.ts";
import { choices, type ChoiceItem, type ChoicesProps } from "./choices.ts";

export interface RadiosProps extends ChoicesProps<ChoiceItem> {
  /** Value of the chosen item, unless an item says so itself. */
  value?: string | number;
}

/** A choice of one. */
export function radios(props: RadiosProps): Html {
  return choices(props, {
    block: "nhsuk-radios",
    type: "radio",
    checked: (item) =>
      item.checked || (Boolean(props.value) && item.value === props.value && item.checked !== false),
    scripted: () => false,
    extra: () => ({}),
    describedBy: props.fieldset?.describedBy ?? null,
  });
}
