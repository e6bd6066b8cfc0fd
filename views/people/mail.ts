import type { SentMail } from "../../src/people/accounts.ts";
import { html, type Html } from "../html.ts";
import type { Shell } from "../layout/page.ts";
import { insetText } from "../nhs/index.ts";
import { adminPage } from "../organisations/admin-frame.ts";
import { empty, when } from "../parts/index.ts";

function state({ sent, nextAttempt, attempts, problem }: SentMail, configured: boolean, now: Date): Html {
  if (sent) return html`${configured ? "Sent" : "Shown in the log"} ${when(sent, now)}`;
  if (!nextAttempt) return html`Given up after ${attempts} tries: ${problem}`;
  if (attempts === 0) return html`Waits to be sent`;
  return html`Tried ${attempts} times: ${problem}. Next try ${when(nextAttempt, now)}`;
}

/** The newest mails; with their text as long as no SMTP server takes them. */
export function mailPage(props: {
  shell: Shell;
  mails: readonly SentMail[];
  configured: boolean;
  now: Date;
}): Html {
  const { shell, mails, configured, now } = props;
  return adminPage({
    shell,
    title: "Mail",
    room: "mail",
    main: html`${
      configured
        ? null
        : insetText({
            text: "No mail leaves this server, because SMTP_URL is not set. Mails are shown here and in the log.",
          })
    }
    ${
      mails.length === 0
        ? empty({
            title: "No mails yet",
            text: "Invitations, confirmations and new passwords will be listed here.",
          })
        : html`<ol class="nhsuk-list nhsuk-list--border">
            ${mails.map(
              (mail) =>
                html`<li>
                  <h2 class="nhsuk-heading-xs">${mail.subject}</h2>
                  <p>To ${mail.recipient}. ${state(mail, configured, now)}</p>
                  ${
                    mail.body && !configured
                      ? html`<details class="nhsuk-details">
                          <summary class="nhsuk-details__summary">
                            <span class="nhsuk-details__summary-text"
                              >Read it<span class="nhsuk-u-visually-hidden"
                                >: ${mail.subject}, to ${mail.recipient}</span
                              ></span
                            >
                          </summary>
                          <div class="nhsuk-details__text">${paragraphs(mail.body)}</div>
                        </details>`
                      : null
                  }
                </li>`,
            )}
          </ol>`
    }`,
  });
}

function paragraphs(text: string): Html {
  const parts = text.split(/\n{2,}/).map((part) => part.trim());
  return html`${parts.map((part) =>
    /^https?:\/\/\S+$/.test(part) ? html`<p><a href="${part}">${part}</a></p>` : html`<p>${part}</p>`,
  )}`;
}
