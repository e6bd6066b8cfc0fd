import type { Numbers } from "../../src/people/accounts.ts";
import { html, type Html } from "../html.ts";
import type { Shell } from "../layout/page.ts";
import { checkboxes, insetText, summaryList } from "../nhs/index.ts";
import { formPage, lines, type Filled } from "../people/form-page.ts";
import { adminPage } from "./admin-frame.ts";
import { organisationFields, type KindChoice } from "./setup.ts";

export function overviewPage(props: { shell: Shell; numbers: Numbers; mailConfigured: boolean }): Html {
  const { shell, numbers, mailConfigured } = props;
  const row = (key: string, number: number, href: string, text: string) => ({
    key: { text: key },
    value: { text: number.toLocaleString("en-GB") },
    actions: { items: [{ href, text, visuallyHiddenText: key.toLowerCase() }] },
  });
  return adminPage({
    shell,
    title: "Administration",
    room: "overview",
    main: html`${
      mailConfigured
        ? null
        : insetText({
            html: html`<p>
              No mail leaves this server, because SMTP_URL is not set. Until it is, read mails under
              <a href="/admin/mail">Mail</a> and pass on the links yourself.
            </p>`,
          })
    }
    ${summaryList({
      rows: [
        row("Waiting for approval", numbers.waiting, "/admin/people", "Decide"),
        row("Members", numbers.active, "/admin/people", "See"),
        row("Mails on their way", numbers.mailsUnsent, "/admin/mail", "See"),
        row("Mails given up", numbers.mailsFailed, "/admin/mail", "See"),
      ],
    })}`,
  });
}

export interface OrganisationPageProps extends Filled {
  shell: Shell;
  kinds: readonly KindChoice[];
}

export function organisationPage({ shell, kinds, ...filled }: OrganisationPageProps): Html {
  const { logo } = shell.instance;
  return formPage({
    shell,
    ...filled,
    title: "Your organisation",
    current: "admin",
    action: "/admin/organisation",
    multipart: true,
    back: { href: "/admin", text: "Administration" },
    content: html`${organisationFields(filled, kinds, logo)}
    ${lines(filled, {
      name: "contact",
      label: "Contact (optional)",
      hint: "Shown to everyone under Contact: for example an email address, a telephone number and when you answer. One on each line.",
      rows: 3,
    })}
    ${checkboxes({
      name: "personalPosts",
      fieldset: { legend: { text: "Posts outside workspaces", size: "s" } },
      hint: {
        text: "Where this is off, nobody here writes posts of their own, sends messages, boosts or follows people. What was written stays.",
      },
      small: true,
      items: [
        {
          value: "yes",
          text: "Members can write posts of their own",
          checked: filled.values?.personalPosts === "yes",
        },
      ],
    })}
    ${
      logo
        ? checkboxes({ name: "removeLogo", items: [{ value: "yes", text: "Remove the logo" }], small: true })
        : null
    }`,
    submit: "Save",
  });
}
