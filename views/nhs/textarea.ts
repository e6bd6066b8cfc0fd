import { attributes, classes, html, type Attributes, type Html } from "../html.ts";
import { beside, formGroup, type FieldProps } from "./form-group.ts";

export interface TextareaProps extends FieldProps {
  value?: string;
  /** 5 unless told. */
  rows?: number | string;
  autocomplete?: string;
  spellcheck?: boolean;
}

/** A field for text of several lines. */
export function textarea(
  props: TextareaProps,
  own: { classes?: string; attributes?: Attributes } = {},
): Html {
  return formGroup(props, own, ({ id, describedBy, failed }) => {
    const values = attributes({
      class: classes("nhsuk-textarea", failed && "nhsuk-textarea--error", props.classes),
      id,
      name: props.name,
      rows: props.rows || 5,
      spellcheck: props.spellcheck === undefined ? null : String(props.spellcheck),
      disabled: props.disabled,
      "aria-describedby": describedBy,
      autocomplete: props.autocomplete,
      ...props.attributes,
    });
    // A parser drops one line break after the opening tag: without one more, a value's own would be lost.
    const value = props.value?.startsWith("\n") ? `\n${props.value}` : props.value;
    return html`${beside(props.formGroup?.beforeInput)}<textarea${values}>${value}</textarea>${beside(props.formGroup?.afterInput)}`;
  });
}
