import type { Kind } from "../../src/organisations/rules.ts";
import { html, type Html } from "../html.ts";
import type { Shell } from "../layout/page.ts";
import { fileUpload, input, insetText, radios } from "../nhs/index.ts";
import { problemAt } from "../parts/index.ts";
import { formPage, line, lines, passwordHint, secret, type Filled } from "../people/form-page.ts";

export type KindChoice = readonly [value: Kind, text: string];

/** What an organisation says about itself. */
export function organisationFields(filled: Filled, kinds: readonly KindChoice[], logo: string | null): Html {
  const { values = {}, problems = [] } = filled;
  return html`${line(filled, {
    name: "name",
    label: "Name of your organisation",
    hint: "As people know it, for example North Shore Hospitals Trust",
    autocomplete: "organization",
  })}
  ${line(filled, {
    name: "shortName",
    label: "Short name (optional)",
    hint: "For narrow screens, 30 characters at most",
    width: 20,
  })}
  ${radios({
    name: "kind",
    value: values.kind ?? undefined,
    fieldset: { legend: { text: "Kind of organisation", size: "s" } },
    errorMessage: problemAt(problems, "kind"),
    items: kinds.map(([value, text]) => ({ value, text })),
  })}
  ${input({
    name: "odsCode",
    label: { text: "ODS code (optional)" },
    hint: { text: "3 to 6 letters and numbers, for example RX1" },
    value: values.odsCode ?? undefined,
    width: 5,
    code: true,
    autocomplete: "off",
    spellcheck: false,
    errorMessage: problemAt(problems, "odsCode"),
  })}
  ${logo ? html`<p><img src="${logo}" alt="The logo now" height="64" /></p>` : null}
  ${fileUpload({
    name: "logo",
    label: { text: logo ? "Another logo (optional)" : "Logo (optional)" },
    hint: { text: "JPEG, PNG, WebP, GIF or AVIF, up to 8 MB" },
    attributes: { accept: "image/jpeg,image/png,image/webp,image/gif,image/avif" },
    errorMessage: problemAt(problems, "logo"),
  })}
  ${lines(filled, {
    name: "emailDomains",
    label: "Approved email domains (optional)",
    hint: "People with an address at these domains can join by themselves. One on each line, for example northshore.nhs.uk. Subdomains count too.",
    rows: 3,
  })}`;
}

export interface SetUpPageProps extends Filled {
  shell: Shell;
  kinds: readonly KindChoice[];
  /** The visitor comes from another machine. */
  asksCode: boolean;
}

export function setUpPage({ shell, kinds, asksCode, ...filled }: SetUpPageProps): Html {
  return formPage({
    shell,
    ...filled,
    title: "Set up your community",
    action: "/setup",
    multipart: true,
    lead: html`<p>
      Say which organisation this is for and who looks after it. You can change all of it later.
    </p>`,
    content: html`${asksCode ? codeField(filled) : null}
      <h2 class="nhsuk-heading-m">Your organisation</h2>
      ${organisationFields(filled, kinds, null)}
      <h2 class="nhsuk-heading-m">The first administrator</h2>
      ${line(filled, {
        name: "administratorName",
        label: "Full name",
        hint: "Your real name, as colleagues know you",
        autocomplete: "name",
      })}
      ${line(filled, {
        name: "email",
        label: "Email address",
        type: "email",
        autocomplete: "username",
        spellcheck: false,
      })}
      ${secret(filled, {
        name: "password",
        label: "Password",
        hint: passwordHint,
        autocomplete: "new-password",
      })}
      ${insetText({
        text: "This is for working together, not for direct care. Nobody may put patients' details here.",
      })}`,
    submit: "Set up and sign in",
  });
}

const codeField = ({ problems = [] }: Filled): Html =>
  input({
    name: "code",
    label: { text: "Set-up code" },
    hint: { text: "6 figures, printed where the server was started. It shows that the server is yours." },
    width: 5,
    code: true,
    inputmode: "numeric",
    autocomplete: "off",
    errorMessage: problemAt(problems, "code"),
  });
