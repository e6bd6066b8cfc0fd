import type { FieldProblem } from "../src/core/refusal.ts";
import type { KeysHeld } from "../src/keys/queries.ts";
import { html, type Html } from "./html.ts";
import type { Shell } from "./layout/page.ts";
import { checkboxes, radios } from "./nhs/index.ts";
import { problemAt, when } from "./parts/index.ts";
import { formPage } from "./people/form-page.ts";

export function keysPage(props: {
  shell: Shell;
  held: KeysHeld;
  values: Record<string, string>;
  problems: readonly FieldProblem[];
  now: Date;
}): Html {
  const { shell, held, values, problems, now } = props;
  return formPage({
    ...props,
    shell,
    title: "Keys",
    current: "admin",
    back: { href: "/admin/peers", text: "Other servers" },
    action: "/admin/keys",
    submit: "Replace the keys",
    variant: "warning",
    lead: html`<p>
        Everything that goes to other servers is signed, so that they know it is from here. This instance
        holds keys for ${held.actors} people and workspaces, itself included.
        ${
          held.replaced
            ? html`They were last replaced ${when(held.replaced, now)}.`
            : "They were never replaced."
        }
      </p>
      <p>
        Replacing keys interrupts nothing. Other servers are told the new ones. What was said before stays
        believable, unless somebody else may have the old keys.
      </p>`,
    content: html`${radios({
      name: "whose",
      value: values.whose,
      fieldset: { legend: { text: "Whose keys are replaced", size: "s" } },
      errorMessage: problemAt(problems, "whose"),
      items: [
        {
          value: "instance",
          text: "The instance’s own",
          hint: "It signs what no member asked for, and sharing agreements.",
        },
        {
          value: "all",
          text: "Everybody’s",
          hint: "The instance’s, and those of all people and workspaces here. Takes some minutes where there are thousands.",
        },
      ],
    })}
    ${radios({
      name: "compromised",
      value: values.compromised,
      fieldset: { legend: { text: "May somebody else have the old keys?", size: "s" } },
      errorMessage: problemAt(problems, "compromised"),
      items: [
        { value: "no", text: "No", hint: "The old ones are accepted for another day where need be." },
        {
          value: "yes",
          text: "Yes",
          hint: "For instance because a copy of the database and the secret key was lost. The old ones count nothing from now on.",
        },
      ],
    })}
    ${checkboxes({
      name: "sure",
      values: values.sure ? [values.sure] : [],
      fieldset: { legend: { text: "Confirm", size: "s" } },
      errorMessage: problemAt(problems, "sure"),
      items: [{ value: "yes", text: "Replace these keys. They cannot be brought back" }],
    })}`,
  });
}
