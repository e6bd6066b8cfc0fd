import { attributes, classes, html, type Attributes, type Html } from "../html.ts";
import { part, present, type Part } from "./content.ts";
import type { ErrorMessageProps } from "./error-message.ts";
import { fieldset, type FieldsetProps } from "./fieldset.ts";
import { beside, guidance } from "./form-group.ts";
import type { Content } from "./content.ts";
import type { HintProps } from "./hint.ts";
import { input, type InputProps } from "./input.ts";
import type { LabelProps } from "./label.ts";

type DatePart = "day" | "month" | "year";

export interface DateInputItem extends Partial<Omit<InputProps, "errorMessage" | "hint">> {
  /** True marks the part that is wrong; false leaves it out where the whole is. */
  error?: boolean;
}

export interface DateInputProps {
  id: string;
  /** `name[day]` in place of `day`. */
  namePrefix?: string;
  day?: DateInputItem | false;
  month?: DateInputItem | false;
  year?: DateInputItem | false;
  /** In place of day, month and year. */
  items?: readonly (DateInputItem | false)[];
  values?: Partial<Record<DatePart, string>>;
  hint?: Part<HintProps>;
  errorMessage?: Part<ErrorMessageProps> | boolean;
  fieldset?: Omit<FieldsetProps, "html">;
  disabled?: boolean;
  classes?: string;
  attributes?: Attributes;
  formGroup?: { classes?: string; attributes?: Attributes; beforeInputs?: Content; afterInputs?: Content };
}

const parts = ["day", "month", "year"] as const;
const isPart = (name: string): name is DatePart => (parts as readonly string[]).includes(name);
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A date that one knows, in three fields: nobody has to find it in a calendar. */
export function dateInput(props: DateInputProps): Html {
  const own = parts.map((name) => {
    const given = props[name];
    return given === false ? false : { name, ...given };
  });
  const items = (props.items?.length ? props.items : own).filter((one) => one !== false);
  const anyWrong = items.some(({ error }) => error);
  const {
    html: guide,
    describedBy,
    failed,
  } = guidance(props.id, {
    ...props,
    ...(props.fieldset?.describedBy ? { describedBy: props.fieldset.describedBy } : {}),
  });
  const item = (one: DateInputItem): Html => {
    const { error, label, name: called, ...rest } = one;
    const name = called ?? "";
    const named = part<LabelProps>(label) ?? {};
    const wrong = error || (error !== false && failed && !anyWrong);
    return html`<div class="nhsuk-date-input__item">
      ${input({
        inputmode: "numeric",
        width: isPart(name) && name === "year" ? 4 : 2,
        ...(props.disabled === undefined ? {} : { disabled: props.disabled }),
        ...rest,
        id: one.id ?? `${props.id}-${name}`,
        name: props.namePrefix ? `${props.namePrefix}[${name}]` : name,
        value: one.value ?? (isPart(name) ? props.values?.[name] : undefined),
        label: {
          ...named,
          ...(present(named) ? {} : { text: capital(name) }),
          classes: classes("nhsuk-date-input__label", named.classes),
        },
        ...(wrong ? { errorMessage: true } : {}),
        classes: classes("nhsuk-date-input__input", one.classes),
      })}
    </div>`;
  };
  const box = attributes({
    class: classes("nhsuk-date-input", props.classes),
    id: props.id,
    ...props.attributes,
  });
  const inner = html`${guide}
    <div${box}>${beside(props.formGroup?.beforeInputs)}${items.map(item)}${beside(props.formGroup?.afterInputs)}</div>`;
  const group = attributes({
    class: classes(
      "nhsuk-form-group",
      (failed || anyWrong) && "nhsuk-form-group--error",
      props.formGroup?.classes,
    ),
    ...props.formGroup?.attributes,
  });
  return html`<div${group}>
    ${props.fieldset ? fieldset({ role: "group", ...props.fieldset, ...(describedBy ? { describedBy } : {}), html: inner }) : inner}
  </div>`;
}
