import { attributes, classes, html, isBlank, type Attributes, type Html } from "../html.ts";
import { part, present, shown, type Content, type Part } from "./content.ts";
import type { ErrorMessageProps } from "./error-message.ts";
import { fieldset, type FieldsetProps } from "./fieldset.ts";
import { guidance } from "./form-group.ts";
import { hint, type HintProps } from "./hint.ts";
import { label, type LabelProps } from "./label.ts";

export interface ChoiceItem extends Content {
  value?: string | number;
  id?: string;
  label?: Part<LabelProps>;
  hint?: Part<HintProps>;
  checked?: boolean;
  disabled?: boolean;
  classes?: string;
  attributes?: Attributes;
  /** Shown while the item is chosen; without scripts, always. */
  conditional?: { html?: Html };
  /** Words between items, in place of one. */
  divider?: string;
}

export interface ChoicesProps<Item extends ChoiceItem> {
  name: string;
  /** The name unless told; the first item has exactly this id, so that an error can link to it. */
  idPrefix?: string;
  id?: string;
  items: readonly (Item | null | false)[];
  fieldset?: Omit<FieldsetProps, "html"> | null;
  hint?: Part<HintProps>;
  errorMessage?: Part<ErrorMessageProps> | boolean;
  small?: boolean;
  inline?: boolean;
  disabled?: boolean;
  classes?: string;
  attributes?: Attributes;
  formGroup?: { classes?: string; attributes?: Attributes; beforeInputs?: Content; afterInputs?: Content };
}

/** What differs between radios and checkboxes. */
export interface ChoiceKind<Item extends ChoiceItem> {
  block: "nhsuk-radios" | "nhsuk-checkboxes";
  type: "radio" | "checkbox";
  checked(item: Item): boolean;
  /** Hidden where the script that gives it meaning does not run. */
  scripted(item: Item): boolean;
  /** Further attributes of the input. */
  extra(item: Item): Attributes;
  describedBy: string | null;
}

function choice<Item extends ChoiceItem>(
  props: ChoicesProps<Item>,
  kind: ChoiceKind<Item>,
  item: Item,
  index: number,
  groupDescribedBy: string | null,
): Html {
  const { block } = kind;
  const scripted = kind.scripted(item) && "nhsuk-u-frontend-not-supported-hidden";
  if (item.divider) return html`<div class="${classes(`${block}__divider`, scripted)}">${item.divider}</div>`;
  const prefix = props.idPrefix || props.name;
  const id = item.id || (index === 0 ? prefix : `${prefix}-${index + 1}`);
  const named = part<LabelProps>(item.label);
  const help = part<HintProps>(item.hint);
  const helpId = present(help) ? (help.id ?? `${id}-item-hint`) : null;
  const checked = kind.checked(item);
  const conditional = isBlank(item.conditional?.html) ? null : item.conditional?.html;
  const values = attributes({
    class: classes(`${block}__input`, item.classes),
    id,
    name: props.name,
    type: kind.type,
    value: item.value ?? "",
    checked,
    disabled: item.disabled || (item.disabled !== false && props.disabled),
    "data-aria-controls": conditional ? `conditional-${id}` : null,
    "aria-describedby": classes(groupDescribedBy, helpId) || null,
    ...kind.extra(item),
    ...item.attributes,
  });
  return html`<div class="${classes(`${block}__item`, scripted)}">
      <input${values} />
      ${label({
        ...named,
        text: named.text ?? item.text,
        html: named.html ?? item.html,
        for: id,
        classes: classes(`${block}__label`, named.classes),
      })}
      ${helpId ? hint({ ...help, id: helpId, classes: classes(`${block}__hint`, help.classes) }) : null}
    </div>
    ${
      conditional
        ? html`<div
            class="${classes(`${block}__conditional`, !checked && `${block}__conditional--hidden`)}"
            id="conditional-${id}"
          >
            ${conditional}
          </div>`
        : null
    }`;
}

/** Radios or checkboxes with their hint and error, in a fieldset where one is given. */
export function choices<Item extends ChoiceItem>(props: ChoicesProps<Item>, kind: ChoiceKind<Item>): Html {
  const help = guidance(props.idPrefix || props.name, {
    ...props,
    describedBy: kind.describedBy ?? undefined,
  });
  const { block } = kind;
  const outer = attributes({
    class: classes(
      block,
      props.small && `${block}--small`,
      props.inline && `${block}--inline`,
      props.classes,
    ),
    id: props.id,
    "data-module": block,
    ...props.attributes,
  });
  const { beforeInputs = {}, afterInputs = {} } = props.formGroup ?? {};
  const described = kind.type === "checkbox" && !props.fieldset ? help.describedBy : null;
  const inner = html`${help.html}
    <div${outer}>
      ${shown(beforeInputs)}
      ${props.items.map((item, index) => (item ? choice(props, kind, item, index, described) : null))}
      ${shown(afterInputs)}
    </div>`;
  const group = attributes({
    class: classes("nhsuk-form-group", help.failed && "nhsuk-form-group--error", props.formGroup?.classes),
    ...props.formGroup?.attributes,
  });
  const body = props.fieldset
    ? fieldset({ ...props.fieldset, html: inner, describedBy: help.describedBy ?? undefined })
    : inner;
  return html`<div${group}>${body}</div>`;
}
