import { attributes, classes, html, type Attributes, type Html } from "../html.ts";
import { chosen, part, present, shown, type Common, type Content, type Part } from "./content.ts";
import { beside, formGroup, type Bound, type FieldProps } from "./form-group.ts";

export type AffixProps = Common & Content;

export interface InputProps extends FieldProps {
  /** "text" unless told. */
  type?: string;
  value?: string | number;
  /** In characters. */
  width?: 2 | 3 | 4 | 5 | 10 | 20 | 30 | "2" | "3" | "4" | "5" | "10" | "20" | "30";
  large?: boolean;
  /** A code or number with wide letters. */
  code?: boolean;
  prefix?: Part<AffixProps>;
  suffix?: Part<AffixProps>;
  inputmode?: string;
  autocomplete?: string;
  autocapitalize?: string;
  pattern?: string;
  placeholder?: string;
  spellcheck?: boolean;
  inputWrapper?: { classes?: string; attributes?: Attributes };
}

function control(props: InputProps, { id, describedBy, failed }: Bound): Html {
  const values = attributes({
    class: classes(
      "nhsuk-input",
      props.large && "nhsuk-input--large",
      props.code && "nhsuk-input--code",
      failed && "nhsuk-input--error",
      chosen("nhsuk-input--width-", props.width, props.classes),
      props.classes,
    ),
    id,
    name: props.name,
    type: props.type || "text",
    spellcheck: props.spellcheck === undefined ? null : String(props.spellcheck),
    value: props.value,
    disabled: props.disabled,
    "aria-describedby": describedBy,
    autocomplete: props.autocomplete,
    autocapitalize: props.autocapitalize,
    pattern: props.pattern,
    placeholder: props.placeholder,
    inputmode: props.inputmode,
    ...props.attributes,
  });
  return html`<input${values} />`;
}

function affix(given: Part<AffixProps> | undefined, type: "prefix" | "suffix"): Html | null {
  const props = part<AffixProps>(given);
  if (!present(props)) return null;
  const outer = attributes({
    class: classes(`nhsuk-input-wrapper__${type}`, props.classes),
    "aria-hidden": "true",
    ...props.attributes,
  });
  return html`<div${outer}>${shown(props)}</div>`;
}

/** A field for one line of text. */
export function input(props: InputProps, own: { classes?: string; attributes?: Attributes } = {}): Html {
  const around = [
    beside(props.formGroup?.beforeInput),
    affix(props.prefix, "prefix"),
    affix(props.suffix, "suffix"),
    beside(props.formGroup?.afterInput),
  ] as const;
  const wrapper = props.inputWrapper;
  return formGroup(props, own, (bound) => {
    const field = control(props, bound);
    if (!wrapper?.classes && !wrapper?.attributes && around.every((piece) => piece === null)) return field;
    const outer = attributes({
      class: classes("nhsuk-input-wrapper", props.large && "nhsuk-input-wrapper--large", wrapper?.classes),
      ...wrapper?.attributes,
    });
    const [before, prefix, suffix, after] = around;
    return html`<div${outer}>${before}${prefix}${field}${suffix}${after}</div>`;
  });
}
