import type { Html } from "../html.ts";
import { choices, type ChoiceItem, type ChoicesProps } from "./choices.ts";

export interface CheckboxItem extends ChoiceItem {
  name?: string;
  /** "exclusive" unticks the others ("None of these"), "inclusive" ticks them all. */
  behaviour?: "exclusive" | "inclusive";
  behaviourGroup?: string;
}

export interface CheckboxesProps extends ChoicesProps<CheckboxItem> {
  /** Values of the chosen items, unless an item says so itself. */
  values?: readonly (string | number)[];
  describedBy?: string;
}

/** A choice of any number. */
export function checkboxes(props: CheckboxesProps): Html {
  const { values = [] } = props;
  return choices(props, {
    block: "nhsuk-checkboxes",
    type: "checkbox",
    checked: (item) =>
      item.checked || (item.value !== undefined && values.includes(item.value) && item.checked !== false),
    scripted: (item) => item.behaviour === "inclusive",
    extra: (item) => ({
      name: item.name || props.name,
      "data-behaviour": item.behaviour,
      "data-behaviour-group": item.behaviourGroup,
    }),
    describedBy: props.fieldset?.describedBy ?? props.describedBy ?? null,
  });
}
