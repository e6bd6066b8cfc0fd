import { attributes, classes, html, type Attributes, type Html } from "../html.ts";
import { beside, formGroup, type Bound, type FieldProps } from "./form-group.ts";

export interface SelectItem {
  /** The text unless told. */
  value?: string | number;
  text?: string;
  selected?: boolean;
  disabled?: boolean;
  attributes?: Attributes;
  /** A line between groups, in place of an option. */
  divider?: boolean;
}

export interface SelectProps extends FieldProps {
  items: readonly (SelectItem | null | false)[];
  /** Value of the option that is selected, unless an option says so itself. */
  value?: string | number;
  inputWrapper?: { classes?: string; attributes?: Attributes };
}

function option(item: SelectItem, value: SelectProps["value"]): Html {
  if (item.divider) return html`<hr />`;
  const own = item.value ?? item.text;
  const selected = item.selected || (Boolean(value) && own === value && item.selected !== false);
  const values = attributes({ value: item.value, selected, disabled: item.disabled, ...item.attributes });
  return html`<option${values}>${item.text}</option>`;
}

function control(props: SelectProps, { id, describedBy, failed }: Bound): Html {
  const values = attributes({
    class: classes("nhsuk-select", failed && "nhsuk-select--error", props.classes),
    id,
    name: props.name,
    disabled: props.disabled,
    "aria-describedby": describedBy,
    ...props.attributes,
  });
  return html`<select${values}>${props.items.map((item) => (item ? option(item, props.value) : null))}</select>`;
}

/** A choice from a long list. For a short one, radios are easier. */
export function select(props: SelectProps): Html {
  const [before, after] = [beside(props.formGroup?.beforeInput), beside(props.formGroup?.afterInput)];
  const wrapper = props.inputWrapper;
  return formGroup(props, {}, (bound) => {
    const field = control(props, bound);
    if (!before && !after && !wrapper?.classes && !wrapper?.attributes) return field;
    const outer = attributes({
      class: classes("nhsuk-input-wrapper", wrapper?.classes),
      ...wrapper?.attributes,
    });
    return html`<div${outer}>${before}${field}${after}</div>`;
  });
}
