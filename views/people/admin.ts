import type { Listed } from "../../src/people/queries.ts";
import type { Managed } from "../../src/people/accounts.ts";
import type { AddedMember } from "../../src/people/members.ts";
import { html, type Html } from "../html.ts";
import type { Shell } from "../layout/page.ts";
import { button, insetText, radios, summaryList, tables, tag, type TagColour } from "../nhs/index.ts";
import { bar, empty, problemAt, when } from "../parts/index.ts";
import { adminPage } from "../organisations/admin-frame.ts";
import { pages, peopleCount, searchForm } from "./directory.ts";
import { aboutFields, formPage, line, passwordHint, type Filled } from "./form-page.ts";

const states: Record<Managed["state"], { text: string; colour: TagColour }> = {
  unverified: { text: "Email not confirmed", colour: "grey" },
  waiting: { text: "Waits for approval", colour: "yellow" },
  active: { text: "Active", colour: "green" },
  closed: { text: "Closed", colour: "red" },
};

/** An email address that may break after its signs, for narrow screens. */
const breakable = (email: string): Html =>
  html`${email.split(/(?<=[@.])/).map((part, n) => (n === 0 ? part : html`<wbr />${part}`))}`;

function requests(waiting: readonly Managed[], now: Date): Html | null {
  if (waiting.length === 0) return null;
  return html`<h2 class="nhsuk-heading-m">Waiting for approval</h2>
    ${tables({
      responsive: true,
      head: [{ text: "Name" }, { text: "Email address" }, { text: "Asked" }],
      rows: waiting.map(({ id, name, email, created }) => [
        { html: html`<a href="/admin/people/${id}" dir="auto">${name}</a>` },
        { html: breakable(email) },
        { html: when(created, now) },
      ]),
    })}`;
}

export interface AdminPeopleProps {
  shell: Shell;
  waiting: readonly Managed[];
  listed: Listed<Managed>;
  query: string;
  now: Date;
}

export function adminPeoplePage({ shell, waiting, listed, query, now }: AdminPeopleProps): Html {
  return adminPage({
    shell,
    title: "People",
    room: "people",
    main: html`${requests(waiting, now)}
    ${bar({
      heading: html`<h2 class="nhsuk-heading-m">All accounts</h2>`,
      action: button({ href: "/admin/people/add", text: "Add a member" }),
    })}
    ${searchForm({ action: "/admin/people", label: "Name, email address, job or organisation", query })}
    ${
      listed.items.length === 0
        ? empty({ title: "Nobody found", text: "Try fewer words, or another spelling." })
        : html`<p>${peopleCount(listed.total)}</p>
            ${tables({
              responsive: true,
              head: [
                { text: "Name" },
                { text: "Email address" },
                { text: "Role" },
                { text: "State" },
                { text: "Last seen" },
              ],
              rows: listed.items.map(({ id, name, email, role, state, lastSeen }) => [
                { html: html`<a href="/admin/people/${id}" dir="auto">${name}</a>` },
                { html: breakable(email) },
                { text: role === "administrator" ? "Administrator" : "Member" },
                { html: tag(states[state]) },
                { html: lastSeen ? when(lastSeen, now) : html`Never` },
              ]),
            })}
            ${pages("/admin/people", query, listed)}`
    }`,
  });
}

export function accountPage({ shell, account, now }: { shell: Shell; account: Managed; now: Date }): Html {
  const { id, name, handle, email, post, role, state, reason, created, lastSeen } = account;
  return adminPage({
    shell,
    title: name,
    room: "people",
    main: html`${summaryList({
      rows: [
        { key: { text: "State" }, value: { html: tag(states[state]) } },
        { key: { text: "Role" }, value: { text: role === "administrator" ? "Administrator" : "Member" } },
        { key: { text: "Email address" }, value: { text: email } },
        post ? { key: { text: "Job and organisation" }, value: { text: post } } : null,
        reason ? { key: { text: "Why they ask" }, value: { text: reason } } : null,
        { key: { text: "Since" }, value: { html: when(created, now) } },
        { key: { text: "Last seen" }, value: { html: lastSeen ? when(lastSeen, now) : html`Never` } },
      ],
    })}
    ${state === "active" ? html`<p><a href="/people/${handle}">See their page</a></p>` : null}
    ${state === "waiting" ? decisionForm(id) : null} ${state === "active" ? roleForm(id, role) : null}
    ${state === "active" || state === "unverified" ? html`<p><a href="/admin/people/${id}/close">Close this account</a></p>` : null}`,
  });
}

function decisionForm(id: number): Html {
  return html`<h2 class="nhsuk-heading-m">Decide</h2>
    <form method="post" action="/admin/people/${id}/decision">
      ${line({}, { name: "answer", label: "What you tell them (optional)", hint: "Goes into the email they get" })}
      <div class="nhsuk-button-group">
        ${button({ text: "Approve", name: "decision", value: "approve" })}
        ${button({ text: "Decline", name: "decision", value: "decline", variant: "secondary" })}
      </div>
    </form>`;
}

function roleForm(id: number, role: Managed["role"]): Html {
  const other = role === "administrator" ? "member" : "administrator";
  return html`<form method="post" action="/admin/people/${id}/role">
    <input type="hidden" name="role" value="${other}" />
    ${button({
      text: other === "administrator" ? "Make an administrator" : "Make a member without administration",
      variant: "secondary",
    })}
  </form>`;
}

export function closePage({ shell, account }: { shell: Shell; account: Managed }): Html {
  return formPage({
    shell,
    title: `Close the account of ${account.name}?`,
    current: "admin",
    action: `/admin/people/${account.id}/close`,
    back: { href: `/admin/people/${account.id}`, text: account.name },
    lead: html`<p>
      They are signed out everywhere and cannot sign in again. What they wrote stays, without their name.
    </p>`,
    content: html``,
    submit: "Close the account",
    variant: "warning",
  });
}

export function addMemberPage({ shell, ...filled }: Filled & { shell: Shell }): Html {
  const { values = {}, problems = [] } = filled;
  return formPage({
    shell,
    ...filled,
    title: "Add a member",
    current: "admin",
    action: "/admin/people/add",
    back: { href: "/admin/people", text: "People" },
    content: html`${line(filled, {
      name: "email",
      label: "Email address",
      type: "email",
      autocomplete: "off",
      spellcheck: false,
    })}
    ${aboutFields(filled, shell.instance.name, { own: false })}
    ${radios({
      name: "role",
      value: values.role || "member",
      fieldset: { legend: { text: "Role", size: "s" } },
      errorMessage: problemAt(problems, "role"),
      items: [
        { value: "member", text: "Member" },
        {
          value: "administrator",
          text: "Administrator",
          hint: { text: "Looks after people, the organisation's details and mail" },
        },
      ],
    })}
    ${radios({
      name: "how",
      value: values.how || "invite",
      fieldset: { legend: { text: "How they get in", size: "s" } },
      errorMessage: problemAt(problems, "how"),
      items: [
        {
          value: "invite",
          text: "Send an invitation by email",
          hint: { text: "The link works for 28 days" },
        },
        { value: "password", text: "Set a password and tell them" },
      ],
    })}
    ${line(filled, {
      name: "password",
      label: "Password (only if you set one)",
      hint: `Leave it empty and we make one. ${passwordHint}`,
      autocomplete: "off",
      spellcheck: false,
    })}`,
    submit: "Add the member",
  });
}

/** The only time a password that was made is shown. */
export function memberAddedPage(props: {
  shell: Shell;
  name: string;
  email: string;
  added: AddedMember;
}): Html {
  const { shell, name, email, added } = props;
  return adminPage({
    shell,
    title: `${name} is a member now`,
    room: "people",
    main: html`<p>Tell them how to sign in, in person or by phone. This password is shown once.</p>
      ${insetText({
        html: html`<p>Email address: <strong>${email}</strong></p>
          <p>
            Password: <strong><code>${added.password}</code></strong>
          </p>`,
      })}
      <p><a href="/admin/people">Back to people</a></p>`,
  });
}
