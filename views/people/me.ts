import type { Account } from "../../src/people/queries.ts";
import type { OwnSession } from "../../src/people/sessions.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { button, checkboxes, fileUpload, summaryList, tag } from "../nhs/index.ts";
import { face, problemAt, problemSummary, when } from "../parts/index.ts";
import { aboutFields, formPage, lines, passwordHint, secret, type Filled } from "./form-page.ts";

export interface MeProps {
  shell: Shell;
  account: Account;
  picture: string | null;
}

/** One's own page: what others see, and the ways to change it. */
export function mePage({ shell, account, picture }: MeProps): Html {
  const { name, email, handle, role } = account;
  const row = (key: string, value: string | null) => ({
    key: { text: key },
    value: { text: value || "Not given" },
  });
  return page({
    shell,
    title: name,
    current: "me",
    main: html`<div class="nhsuk-u-margin-bottom-3">${face({ name, picture, size: "large" })}</div>
      <h1 class="nhsuk-heading-l"><bdi>${name}</bdi></h1>
      ${summaryList({
        rows: [
          row("Job", account.job),
          row("Organisation", account.organisation ?? shell.instance.name),
          row("Place", account.place),
          row("Email address", email),
          row("Role here", role === "administrator" ? "Administrator" : "Member"),
        ],
      })}
      <h2 class="nhsuk-heading-s">Posts and messages</h2>
      <ul class="nhsuk-list">
        <li><a href="/posts">Posts by people you follow</a></li>
        <li><a href="/messages">Messages</a></li>
        <li><a href="/me/saved">Saved posts</a></li>
      </ul>
      <h2 class="nhsuk-heading-s">People</h2>
      <ul class="nhsuk-list">
        <li><a href="/people">People at ${shell.instance.name}</a></li>
        <li><a href="/me/followers">Followers</a></li>
        <li><a href="/me/people">People you muted or blocked</a></li>
      </ul>
      <h2 class="nhsuk-heading-s">Your account</h2>
      <ul class="nhsuk-list">
        <li><a href="/me/profile">Change your profile</a></li>
        <li><a href="/people/${handle}">See your page as others see it</a></li>
        <li><a href="/me/security">Password and sessions</a></li>
        <li><a href="/me/apps">Apps</a></li>
      </ul>
      <form method="post" action="/sign-out">${button({ text: "Sign out", variant: "secondary" })}</form>`,
  });
}

export function profileFormPage({
  shell,
  name,
  picture,
  ...filled
}: Filled & { shell: Shell; name: string; picture: string | null }): Html {
  return formPage({
    shell,
    ...filled,
    title: "Change your profile",
    current: "me",
    action: "/me/profile",
    multipart: true,
    back: { href: "/me", text: "Your page" },
    content: html`${aboutFields(filled, shell.instance.name)}
    ${lines(filled, {
      name: "summary",
      label: "About you (optional)",
      hint: "What you work on, and what others may ask you. 500 characters at most.",
      rows: 4,
    })}
    ${picture ? html`<p>${face({ name, picture, size: "large" })} Your picture now</p>` : null}
    ${fileUpload({
      name: "picture",
      label: { text: picture ? "Another picture (optional)" : "Picture (optional)" },
      hint: {
        text: "JPEG, PNG, WebP, GIF or AVIF, up to 8 MB. We make it small and remove where it was taken.",
      },
      attributes: { accept: "image/jpeg,image/png,image/webp,image/gif,image/avif" },
      errorMessage: problemAt(filled.problems ?? [], "picture"),
    })}
    ${
      picture
        ? checkboxes({
            name: "removePicture",
            items: [{ value: "yes", text: "Remove the picture" }],
            small: true,
          })
        : null
    }`,
    submit: "Save your profile",
  });
}

export interface SecurityProps extends Filled {
  shell: Shell;
  email: string;
  sessions: readonly OwnSession[];
  now: Date;
}

export function securityPage({ shell, email, sessions, now, ...filled }: SecurityProps): Html {
  const problems = filled.problems ?? [];
  const title = "Password and sessions";
  const others = sessions.some(({ current }) => !current);
  return page({
    shell,
    title,
    current: "me",
    error: problems.length > 0,
    main: html`<a class="nhsuk-back-link" href="/me">Your page</a>
      ${problemSummary(problems)}
      <h1 class="nhsuk-heading-l">${title}</h1>
      <h2 class="nhsuk-heading-m">Change your password</h2>
      <form method="post" action="/me/security" novalidate>
        <input type="hidden" name="username" value="${email}" autocomplete="username" />
        ${secret(filled, {
          name: "current",
          label: "Current password",
          autocomplete: "current-password",
        })}
        ${secret(filled, {
          name: "password",
          label: "New password",
          hint: `${passwordHint} You will be signed out everywhere else.`,
          autocomplete: "new-password",
        })}
        ${button({ text: "Change password", preventDoubleClick: true })}
      </form>
      <h2 class="nhsuk-heading-m">Where you are signed in</h2>
      <ul class="nhsuk-list nhsuk-list--border">
        ${sessions.map((session) => sessionItem(session, now))}
      </ul>
      ${
        others
          ? html`<form method="post" action="/me/security/sessions">
              <input type="hidden" name="all" value="yes" />
              ${button({ text: "Sign out everywhere else", variant: "secondary" })}
            </form>`
          : null
      }`,
  });
}

function sessionItem({ id, device, created, lastSeen, current }: OwnSession, now: Date): Html {
  return html`<li>
    <strong>${device}</strong> ${current ? tag({ text: "This one", colour: "green" }) : null}<br />
    Signed in ${when(created, now)}, last used ${when(lastSeen, now)}
    ${
      current
        ? null
        : html`<form method="post" action="/me/security/sessions">
            <input type="hidden" name="id" value="${id}" />
            <button class="quiet-action" type="submit">
              Sign out there<span class="nhsuk-u-visually-hidden">, ${device}</span>
            </button>
          </form>`
    }
  </li>`;
}
