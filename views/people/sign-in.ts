import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { formPage, line, passwordHint, secret, type Filled } from "./form-page.ts";

const emailField = (filled: Filled) =>
  line(filled, {
    name: "email",
    label: "Email address",
    type: "email",
    autocomplete: "username",
    spellcheck: false,
  });

export function signInPage({ shell, then, ...filled }: Filled & { shell: Shell; then: string }): Html {
  return formPage({
    shell,
    ...filled,
    title: "Sign in",
    action: "/sign-in",
    content: html`<input type="hidden" name="then" value="${then}" /> ${emailField(filled)}
      ${secret(filled, { name: "password", label: "Password", autocomplete: "current-password" })}`,
    submit: "Sign in",
    after: html`<p><a href="/reset-password">Choose a new password</a> if you forgot yours.</p>
      <p><a href="/register">Ask for an account</a> if you have none.</p>`,
  });
}

export function askResetPage({ shell, ...filled }: Filled & { shell: Shell }): Html {
  return formPage({
    shell,
    ...filled,
    title: "Choose a new password",
    action: "/reset-password",
    lead: html`<p>We send a link to your email address. With it you can choose a new password.</p>`,
    content: emailField(filled),
    submit: "Send the link",
    back: { href: "/sign-in", text: "Sign in" },
  });
}

export function choosePasswordPage({
  shell,
  token,
  ...filled
}: Filled & { shell: Shell; token: string }): Html {
  return formPage({
    shell,
    ...filled,
    title: "Choose a new password",
    action: `/reset-password/${token}`,
    lead: html`<p>You will be signed in here, and signed out everywhere else.</p>`,
    content: secret(filled, {
      name: "password",
      label: "New password",
      hint: passwordHint,
      autocomplete: "new-password",
    }),
    submit: "Save the new password",
  });
}

/** "Check your email": the same words whether there is an account or not. */
export function checkEmailPage({ shell, what, holds }: { shell: Shell; what: string; holds: string }): Html {
  return page({
    shell,
    title: "Check your email",
    main: html`<h1 class="nhsuk-heading-l">Check your email</h1>
      <p>${what}</p>
      <p>The link works for ${holds}. If nothing has come after a few minutes, look in your spam folder.</p>
      <p><a href="/contact">Contact an administrator</a> if you need help.</p>`,
  });
}

/** A link that does nothing any more says why, and offers what helps. */
export function spentLinkPage(props: {
  shell: Shell;
  state: "expired" | "used" | "unknown";
  /** Where a new one is asked for with one button. */
  again?: { action: string; text: string };
  otherwise: { href: string; text: string };
}): Html {
  const { shell, state, again, otherwise } = props;
  const titles = {
    expired: "This link has expired",
    used: "This link was used already",
    unknown: "This link does not work",
  };
  const texts = {
    expired: "For your safety, links in our emails work for a short time only.",
    used: "Each link in our emails works once.",
    unknown: "It may have been cut off, or replaced by a newer one. Check that you opened all of it.",
  };
  return page({
    shell,
    title: titles[state],
    main: html`<h1 class="nhsuk-heading-l">${titles[state]}</h1>
      <p>${texts[state]}</p>
      ${
        again
          ? html`<form method="post" action="${again.action}">
              <button class="nhsuk-button" data-module="nhsuk-button" type="submit">${again.text}</button>
            </form>`
          : null
      }
      <p><a href="${otherwise.href}">${otherwise.text}</a></p>`,
  });
}
