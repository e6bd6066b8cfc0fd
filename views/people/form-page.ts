import type { FieldProblem } from "../../src/core/refusal.ts";
import { attributes, html, type Attributes, type Html } from "../html.ts";
import { page, type PageProps, type Shell } from "../layout/page.ts";
import { backLink, button, input, passwordInput, textarea, type InputProps } from "../nhs/index.ts";
import { problemAt, problemSummary } from "../parts/index.ts";

/** A form as it was sent, and what was wrong with it. */
export interface Filled {
  values?: Record<string, string | null | undefined>;
  problems?: readonly FieldProblem[];
}

export interface FormPageProps extends Filled {
  shell: Shell;
  title: string;
  current?: PageProps["current"];
  /** Above the form. */
  lead?: Html;
  action: string;
  /** Holds a file. */
  multipart?: boolean;
  content: Html;
  /** The button's words, a verb first. */
  submit: string;
  variant?: "warning";
  /** Below the form. */
  after?: Html;
  back?: { href: string; text: string };
}

/** A page with one form: what is wrong first, then its title, then its fields and one button. */
export function formPage(props: FormPageProps): Html {
  const { shell, title, current, problems = [], back } = props;
  const form = attributes({
    method: "post",
    action: props.action,
    enctype: props.multipart ? "multipart/form-data" : null,
    novalidate: true,
  });
  return page({
    shell,
    title,
    current,
    error: problems.length > 0,
    main: html`${back ? backLink(back) : null} ${problemSummary(problems)}
      <h1 class="nhsuk-heading-l">${title}</h1>
      ${props.lead}
      <form${form}>
        ${props.content} ${button({ text: props.submit, variant: props.variant, preventDoubleClick: true })}
      </form>
      ${props.after}`,
  });
}

export interface LineProps extends Pick<
  InputProps,
  "autocomplete" | "type" | "inputmode" | "width" | "spellcheck"
> {
  name: string;
  label: string;
  hint?: string;
  attributes?: Attributes;
}

/** A field for one line, with what was typed and what is wrong. */
export function line({ values = {}, problems = [] }: Filled, { label, hint, ...props }: LineProps): Html {
  return input({
    ...props,
    label: { text: label },
    hint: hint ? { text: hint } : undefined,
    value: values[props.name] ?? undefined,
    errorMessage: problemAt(problems, props.name),
  });
}

/** A field for text of several lines. */
export function lines(
  { values = {}, problems = [] }: Filled,
  { name, label, hint, rows }: { name: string; label: string; hint?: string; rows?: number },
): Html {
  return textarea({
    name,
    rows,
    label: { text: label },
    hint: hint ? { text: hint } : undefined,
    value: values[name] ?? undefined,
    errorMessage: problemAt(problems, name),
  });
}

/** A password, which can be shown and pasted, and is never filled in again. */
export function secret(
  { problems = [] }: Filled,
  props: { name: string; label: string; hint?: string; autocomplete: "current-password" | "new-password" },
): Html {
  return passwordInput({
    name: props.name,
    label: { text: props.label },
    hint: props.hint ? { text: props.hint } : undefined,
    autocomplete: props.autocomplete,
    errorMessage: problemAt(problems, props.name),
  });
}

export const passwordHint =
  "12 characters or more. Three or four words that do not belong together work well.";

/** Name, and what stands at every post of theirs. For somebody else's, the browser fills nothing in. */
export function aboutFields(filled: Filled, ours: string, { own = true }: { own?: boolean } = {}): Html {
  const known = (token: string) => (own ? token : "off");
  return html`${line(filled, {
    name: "name",
    label: "Full name",
    hint: own ? "Your real name, as colleagues know you. You can put a title in front." : "Their real name",
    autocomplete: known("name"),
  })}
  ${line(filled, {
    name: "job",
    label: "Job (optional)",
    hint: "For example, ward sister",
    autocomplete: known("organization-title"),
  })}
  ${line(filled, {
    name: "organisation",
    label: "Organisation (optional)",
    hint: `If it is not ${ours}`,
    autocomplete: known("organization"),
  })}
  ${line(filled, {
    name: "place",
    label: "Place (optional)",
    hint: "A town, a site or a team",
    autocomplete: known("address-level2"),
  })}`;
}
