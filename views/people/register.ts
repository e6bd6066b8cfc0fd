import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { insetText } from "../nhs/index.ts";
import { aboutFields, formPage, line, lines, passwordHint, secret, type Filled } from "./form-page.ts";

export function registerPage({ shell, ...filled }: Filled & { shell: Shell }): Html {
  return formPage({
    shell,
    ...filled,
    title: "Ask for an account",
    action: "/register",
    lead: html`<p>
        This community is for people who work with ${shell.instance.name}. We send a link to your email
        address. With it you choose a password.
      </p>
      <p>
        If your email address is not one of an approved organisation's, an administrator looks at your request
        first.
      </p>
      ${insetText({
        text: "Do you belong to another organisation that has a community like this? Then use your account there: you can join our workspaces from it.",
      })}`,
    content: html`${line(filled, {
      name: "name",
      label: "Full name",
      hint: "Your real name, as colleagues know you",
      autocomplete: "name",
    })}
    ${line(filled, {
      name: "email",
      label: "Work email address",
      type: "email",
      autocomplete: "email",
      spellcheck: false,
    })}
    ${lines(filled, {
      name: "reason",
      label: "Why you would like to join (optional)",
      hint: "An administrator reads this, if your request needs one",
      rows: 3,
    })}`,
    submit: "Send me the link",
    after: html`<p>You have an account already? <a href="/sign-in">Sign in</a></p>`,
  });
}

export function confirmPage({
  shell,
  token,
  email,
  ...filled
}: Filled & { shell: Shell; token: string; email: string }): Html {
  return formPage({
    shell,
    ...filled,
    title: "Complete your account",
    action: `/register/${token}`,
    lead: html`<p>
      Your email address is <strong>${email}</strong>. Check the rest, and choose a password.
    </p>`,
    content: html`${aboutFields(filled, shell.instance.name)}
      <input type="hidden" name="username" value="${email}" autocomplete="username" />
      ${secret(filled, {
        name: "password",
        label: "Password",
        hint: passwordHint,
        autocomplete: "new-password",
      })}
      <p>By completing your account you agree to the <a href="/terms">terms</a>.</p>`,
    submit: "Complete your account",
  });
}

export function waitingPage({ shell }: { shell: Shell }): Html {
  return page({
    shell,
    title: "Your request is with an administrator",
    main: html`<h1 class="nhsuk-heading-l">Your request is with an administrator</h1>
      <p>Your email address is confirmed and your password is saved.</p>
      <p>
        An administrator of ${shell.instance.name} looks at your request. We will write to you when it is
        decided. Then you can <a href="/sign-in">sign in</a>.
      </p>`,
  });
}
