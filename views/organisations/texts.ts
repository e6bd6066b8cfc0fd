import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";

const heading = (title: string) => html`<h1 class="nhsuk-heading-l">${title}</h1>`;
const section = (title: string, content: Html) =>
  html`<h2 class="nhsuk-heading-m">${title}</h2>
    ${content}`;

const text = (shell: Shell, title: string, content: Html): Html =>
  page({ shell, title, main: html`${heading(title)} ${content}` });

export function helpPage(shell: Shell): Html {
  return text(
    shell,
    "Help",
    html`${section(
      "What this is",
      html`<p>
        This is ${shell.instance.name}'s community. People meet in workspaces: they ask, answer and share what
        works. Other organisations have communities of their own, joined up with this one. You can take part
        in their workspaces from here.
      </p>`,
    )}
    ${section(
      "Join a workspace",
      html`<p>
        Open <a href="/workspaces">Workspaces</a> to see those here. To some you ask to be let in, and a
        manager answers you. To join a workspace of another organisation, paste its address under
        <a href="/discover">Discover</a>.
      </p>`,
    )}
    ${section(
      "Get in",
      html`<ul>
        <li><a href="/register">Ask for an account</a></li>
        <li><a href="/reset-password">Choose a new password</a></li>
      </ul>`,
    )}
    ${section("Ask a person", html`<p><a href="/contact">Contact an administrator</a>.</p>`)}`,
  );
}

export function accessibilityPage(shell: Shell): Html {
  return text(
    shell,
    "Accessibility statement",
    html`<p>
        We want as many people as possible to be able to use ${shell.instance.name}'s community. You should be
        able to:
      </p>
      <ul>
        <li>zoom in up to 400% without text spilling off the screen</li>
        <li>use all of it with a keyboard only</li>
        <li>use all of it with a screen reader</li>
        <li>use it without JavaScript, pictures or a mouse</li>
      </ul>
      ${section(
        "How accessible it is",
        html`<p>
          The software is built to the Web Content Accessibility Guidelines (WCAG) version 2.2, level AA. Its
          makers test its pages automatically. An automatic test finds some problems, not all of them. What
          members write and upload may not be accessible.
        </p>`,
      )}
      ${section(
        "Tell us about a problem",
        html`<p>
          If you find a problem, or need something in another format,
          <a href="/contact">contact an administrator</a>. Say which page it is and what you use.
        </p>`,
      )}`,
  );
}

export function privacyPage(shell: Shell): Html {
  return text(
    shell,
    "Privacy",
    html`<p>
        ${shell.instance.name} runs this community and decides how your data is used here. Nobody sells it,
        and no company in between reads it.
      </p>
      ${section(
        "What we keep",
        html`<ul>
            <li>your name, email address, job, organisation, place, and your picture if you give one</li>
            <li>what you write, and the workspaces you are in</li>
            <li>when you signed in and were last here, and the kind of browser</li>
            <li>a record of changes, so that administrators can find out what happened</li>
          </ul>
          <p>Your password is kept in a form that cannot be read back.</p>`,
      )}
      ${section(
        "Who sees it",
        html`<ul>
          <li>
            Anyone can see the name, job, organisation and picture on your page, if they know its address.
          </li>
          <li>Members can see the rest of your page.</li>
          <li>Anyone can read what you write in an open workspace.</li>
          <li>In a restricted workspace, only its members can read it.</li>
          <li>Administrators can see your email address.</li>
        </ul>`,
      )}
      ${section(
        "Other organisations",
        html`<p>
          If people of other organisations are in a workspace, what you write there is sent to their servers,
          with your name, job, organisation and picture. If you edit or delete it, their servers are told. We
          cannot make sure that each of them does it.
        </p>`,
      )}
      ${section(
        "Your rights",
        html`<p>
          You can see and change your profile at any time. To get a copy of your data, to have it deleted, or
          to complain, <a href="/contact">contact an administrator</a>. You can also complain to the
          Information Commissioner's Office.
        </p>`,
      )}`,
  );
}

export function termsPage(shell: Shell): Html {
  return text(
    shell,
    "Terms",
    html`${section(
      "What it is for",
      html`<p>
          This community is for people who work in or with health and care to work together, learn and share
          what works.
        </p>
        <p>
          <strong>It is not for direct care.</strong> Do not use it to look after a patient, to make a
          decision about one, or to hand one over.
        </p>`,
    )}
    ${section(
      "No patient data",
      html`<p>
        Never put anything here that could identify a patient: no names, NHS numbers, dates of birth,
        pictures, or rare circumstances that people could recognise. If you see such a thing, tell the
        workspace's manager or
        <a href="/contact">an administrator</a> at once.
      </p>`,
    )}
    ${section(
      "How we work here",
      html`<ul>
        <li>Use your real name, and say what your job is.</li>
        <li>Be kind. Argue about the matter, not the person.</li>
        <li>Share only what you may share. Say whose work it is.</li>
        <li>Keep your password to yourself.</li>
      </ul>`,
    )}
    ${section(
      "What can happen",
      html`<p>
        Managers can remove what breaks these terms, and people from their workspace. Administrators can close
        an account.
      </p>`,
    )}`,
  );
}

export function cookiesPage(shell: Shell): Html {
  return text(
    shell,
    "Cookies",
    html`<p>
        Cookies are small files that your browser keeps. We use three, and only because the site does not work
        without them. So we do not ask you to accept any.
      </p>
      <dl class="nhsuk-summary-list">
        <div class="nhsuk-summary-list__row">
          <dt class="nhsuk-summary-list__key">session</dt>
          <dd class="nhsuk-summary-list__value">
            Keeps you signed in. It does nothing any more when you sign out, or after 30 days without a visit.
          </dd>
        </div>
        <div class="nhsuk-summary-list__row">
          <dt class="nhsuk-summary-list__key">notice</dt>
          <dd class="nhsuk-summary-list__value">
            Tells you that what you just did was done. It goes when the next page is shown, after a minute at
            most.
          </dd>
        </div>
        <div class="nhsuk-summary-list__row">
          <dt class="nhsuk-summary-list__key">home</dt>
          <dd class="nhsuk-summary-list__value">
            Set only when you say which other organisation you belong to: links open there for a year.
          </dd>
        </div>
      </dl>
      <p>We do not measure what you do, and nothing on our pages comes from another server.</p>`,
  );
}

const contactLine = (line: string): Html =>
  /^[^\s@<>]+@[^\s@<>]+$/.test(line) ? html`<a href="mailto:${line}">${line}</a>` : html`${line}`;

export function contactPage(props: {
  shell: Shell;
  /** What the organisation says of how to reach it, line by line. */
  contact: string;
  administrators: readonly { name: string; href: string; email: string }[];
}): Html {
  const { shell, contact, administrators } = props;
  const said = contact.split("\n").filter(Boolean);
  const member = shell.viewer !== null;
  return text(
    shell,
    "Contact",
    html`${
        said.length > 0
          ? html`<p dir="auto">
              ${said.map((line, n) => html`${n > 0 ? html`<br />` : null}${contactLine(line)}`)}
            </p>`
          : null
      }
      <p>These people look after ${shell.instance.name}'s community:</p>
      <ul>
        ${administrators.map(
          ({ name, href, email }) =>
            html`<li>
              <a href="${href}" dir="auto">${name}</a
              >${member ? html`, <a href="mailto:${email}">${email}</a>` : null}
            </li>`,
        )}
      </ul>
      ${
        member
          ? null
          : html`<p>
              Their email addresses are shown to
              members.${said.length > 0 ? null : ` If you cannot sign in, ask ${shell.instance.name} to put you through to one of them.`}
            </p>`
      }`,
  );
}
