import { attributes, classes, html, type Attributes, type Html } from "../html.ts";
import { part, present, shown, type Content, type Part } from "./content.ts";
import { errorMessage, type ErrorMessageProps } from "./error-message.ts";
import { hint, type HintProps } from "./hint.ts";
import { label, type LabelProps } from "./label.ts";

/** The box around a field. */
export interface FormGroupProps {
  classes?: string;
  attributes?: Attributes;
  beforeInput?: Content;
  afterInput?: Content;
}

/** What every single field takes. */
export interface FieldProps {
  name: string;
  /** The name unless told. */
  id?: string;
  label: Part<LabelProps>;
  hint?: Part<HintProps>;
  /** True marks the field without a message of its own, for a group that has one. */
  errorMessage?: Part<ErrorMessageProps> | boolean;
  /** Ids of further elements that describe the field. */
  describedBy?: string;
  disabled?: boolean;
  classes?: string;
  attributes?: Attributes;
  formGroup?: FormGroupProps;
}

/** What the control itself needs to know about the group around it. */
export interface Bound {
  id: string;
  /** Ids of the hint and the error, for `aria-describedby`; null when there are none. */
  describedBy: string | null;
  failed: boolean;
}

/** Hint and error of a field or group with the ids that describe it. */
export function guidance(
  id: string,
  props: Pick<FieldProps, "hint" | "errorMessage" | "describedBy">,
): { html: Html; describedBy: string | null; failed: boolean } {
  const help = part<HintProps>(props.hint);
  const problem = part<ErrorMessageProps>(props.errorMessage);
  const helpId = present(help) ? (help.id ?? `${id}-hint`) : null;
  const problemId = present(problem) ? (problem.id ?? `${id}-error`) : null;
  return {
    html: html`${helpId ? hint({ ...help, id: helpId }) : null}${problemId ? errorMessage({ ...problem, id: problemId }) : null}`,
    describedBy: classes(props.describedBy, helpId, problemId) || null,
    failed: problemId !== null || props.errorMessage === true,
  };
}

/** Label, hint, error and control, bound to each other. */
export function formGroup(
  props: FieldProps,
  own: { classes?: string; attributes?: Attributes },
  control: (bound: Bound) => Html,
): Html {
  const id = props.id || props.name;
  const help = guidance(id, props);
  const named = part<LabelProps>(props.label);
  const outer = attributes({
    class: classes(
      "nhsuk-form-group",
      help.failed && "nhsuk-form-group--error",
      props.formGroup?.classes,
      own.classes,
    ),
    ...own.attributes,
    ...props.formGroup?.attributes,
  });
  return html`<div${outer}>
    ${label({ ...named, for: named.for ?? id })} ${help.html} ${control({ ...help, id })}
  </div>`;
}

/** What stands before or after the control inside the group. */
export function beside(content: Content | undefined): Html | null {
  return content && present(content) ? shown(content) : null;
}
