import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import {
  backLink,
  button,
  checkboxes,
  fileUpload,
  input,
  radios,
  summaryList,
  textarea,
  warningCallout,
} from "../nhs/index.ts";
import {
  face,
  levelMeaning,
  levelName,
  navTabs,
  problemAt,
  problemSummary,
  type Level,
  type Problem,
} from "../parts/index.ts";
import { workspaceBanner } from "./banner.ts";

/** What stands in the form, as it was entered. */
export interface SettingsFields {
  name: string;
  handle: string;
  purpose: string;
  source: string;
  level: string;
  managersPost: boolean;
}

const noSuggestions = { autocomplete: "off", spellcheck: true };

function nameAndPurpose(values: SettingsFields, problems: Problem[]): Html {
  return html`${input({
    name: "name",
    label: { text: "Name", size: "s" },
    hint: "What people look for, such as Sepsis Improvement Network",
    value: values.name,
    errorMessage: problemAt(problems, "name"),
    attributes: { dir: "auto", maxlength: 100 },
    ...noSuggestions,
  })}
  ${textarea({
    name: "purpose",
    label: { text: "Purpose", size: "s" },
    hint: "One or two sentences that tell people whether it is for them. Everyone sees this.",
    value: values.purpose,
    rows: 3,
    errorMessage: problemAt(problems, "purpose"),
    attributes: { dir: "auto" },
  })}`;
}

function levels(values: Pick<SettingsFields, "level">, problems: Problem[]): Html {
  return radios({
    name: "level",
    value: values.level,
    fieldset: { legend: { text: "Who can join and read", size: "s" } },
    errorMessage: problemAt(problems, "level"),
    items: [
      {
        value: "open",
        text: "Open",
        hint: "Anyone can read, also on the web. People at any joined-up organisation can join at once.",
      },
      {
        value: "restricted",
        text: "Restricted",
        hint: "People ask to join and a manager decides. Only members read discussions.",
      },
      {
        value: "private",
        text: "Private",
        hint: "Others see its name and purpose, and can ask to join. It is not listed for other organisations.",
      },
      {
        value: "confidential",
        text: "Confidential",
        hint: "Only members know that it exists. People join by invitation.",
      },
    ],
  });
}

function more(values: SettingsFields, problems: Problem[]): Html {
  return html`${textarea({
    name: "source",
    label: { text: "Home page (optional)", size: "s" },
    hint: "What newcomers should know: how you work, where to start, links. You can use Markdown.",
    value: values.source,
    rows: 10,
    errorMessage: problemAt(problems, "source"),
    attributes: { dir: "auto" },
  })}
  ${checkboxes({
    name: "managersPost",
    fieldset: { legend: { text: "Who starts discussions", size: "s" } },
    items: [
      {
        value: "on",
        text: "Only managers start discussions",
        hint: "Every member can still comment.",
        checked: values.managersPost,
      },
    ],
  })}`;
}

/** `/workspaces/new` */
export function newWorkspacePage({
  shell,
  values,
  problems,
  host,
}: {
  shell: Shell;
  values: SettingsFields;
  problems: Problem[];
  host: string;
}): Html {
  const main = html`${backLink({ href: "/workspaces", text: "Workspaces" })} ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">Create a workspace</h1>
    <p>You become its first manager. It lives at ${shell.instance.name}; people elsewhere can join it too.</p>
    <form method="post" action="/workspaces/new">
      ${nameAndPurpose(values, problems)} ${levels(values, problems)}
      ${input({
        name: "handle",
        label: { text: "Short name for its address (optional)", size: "s" },
        hint: html`Letters, numbers and hyphens. With <b>sepsis-network</b> the address is
          <b>@sepsis-network@${host}</b>. It cannot be changed later. Left empty, it is made from the name.`,
        value: values.handle,
        width: 20,
        errorMessage: problemAt(problems, "handle"),
        autocapitalize: "none",
        autocomplete: "off",
        spellcheck: false,
      })}
      ${more(values, problems)} ${button({ text: "Create the workspace", preventDoubleClick: true })}
    </form>`;
  return page({
    shell,
    title: "Create a workspace",
    current: "workspaces",
    error: problems.length > 0,
    main,
  });
}

export type ManageRoom = "settings" | "requests" | "invitations" | "people" | "organisations";

/** The pages of managing, below the banner. */
export function manageTabs(head: WorkspaceHead, current: ManageRoom, requests: number): Html {
  const path = `${head.href}/manage`;
  return navTabs({
    label: "Manage",
    tabs: [
      { href: path, text: "Settings", current: current === "settings" },
      {
        href: `${path}/requests`,
        text: "Requests to join",
        current: current === "requests",
        count: requests,
      },
      { href: `${path}/invitations`, text: "Invitations", current: current === "invitations" },
      { href: `${path}/people`, text: "People", current: current === "people" },
      { href: `${path}/organisations`, text: "Organisations", current: current === "organisations" },
    ],
  });
}

export interface SettingsProps {
  shell: Shell;
  head: WorkspaceHead;
  values: SettingsFields;
  problems: Problem[];
  requests: number;
}

function pictureForm(head: WorkspaceHead, problems: Problem[]): Html {
  const { href, name, picture } = head;
  return html`<h2 class="nhsuk-heading-m">Picture</h2>
    <form method="post" action="${href}/manage/picture" enctype="multipart/form-data">
      ${face({ name, picture, size: "large", square: true })}
      ${fileUpload({
        name: "picture",
        label: picture ? "Choose another picture" : "Choose a picture",
        hint: "PNG, JPEG, WebP or GIF, smaller than 8 MB. It is shown as a square.",
        errorMessage: problemAt(problems, "picture"),
        attributes: { accept: "image/png,image/jpeg,image/webp,image/gif" },
      })}
      ${button({ text: "Save the picture", variant: "secondary" })}
      ${picture ? button({ text: "Remove the picture", name: "remove", value: "yes", variant: "secondary" }) : null}
    </form>`;
}

/** `/workspaces/:slug/manage` */
export function settingsPage({ shell, head, values, problems, requests }: SettingsProps): Html {
  const main = html`${manageTabs(head, "settings", requests)} ${problemSummary(problems)}
    <h1 class="nhsuk-heading-l">Settings</h1>
    <form method="post" action="${head.href}/manage">
      ${nameAndPurpose(values, problems)} ${more(values, problems)}
      ${button({ text: "Save", preventDoubleClick: true })}
    </form>
    <h2 class="nhsuk-heading-m">Who can join and read</h2>
    ${summaryList({
      rows: [
        {
          key: levelName(head.level),
          value: levelMeaning(head.level),
          actions: {
            items: [
              {
                href: `${head.href}/manage/level`,
                text: "Change",
                visuallyHiddenText: "who can join and read",
              },
            ],
          },
        },
      ],
    })}
    ${pictureForm(head, problems)}
    ${
      shell.viewer?.administrator
        ? html`<h2 class="nhsuk-heading-m">Move to another organisation</h2>
            <p><a href="${head.href}/move">Move this workspace to another instance</a></p>`
        : null
    }`;
  return page({
    shell,
    title: `Settings · ${head.name}`,
    current: "workspaces",
    error: problems.length > 0,
    banner: workspaceBanner(head, "manage", { requests }),
    main,
  });
}

/** What changes for those who are there and for what was written so far, in words. */
const consequences: Record<Level, string[]> = {
  open: [
    "Everyone can read what was written so far, on the web, without signing in. Members wrote it for members only.",
    "Anyone at an organisation that is joined up can join at once.",
    "Other servers can show and keep what is written here. It cannot be called back.",
  ],
  restricted: [
    "Only members can read. Others see the name, the purpose, the home page and the managers.",
    "People ask to join, and a manager decides.",
    "It is shared only with organisations that yours has a sharing agreement with. Members from others can no longer take part.",
  ],
  private: [
    "Only members can read. Others see no more than the name and the purpose.",
    "It is not listed for other organisations any more. People ask to join, and a manager decides.",
    "It is shared only with organisations that yours has a sharing agreement with. Members from others can no longer take part.",
  ],
  confidential: [
    "Only members know that it exists. Requests to join that wait are declined.",
    "People join by invitation only.",
    "It stays at your organisation, unless you name others. Members from elsewhere can no longer take part.",
  ],
};

/** `/workspaces/:slug/manage/level`: choose another level; then, what that means, before it is done. */
export function levelPage({
  shell,
  head,
  to,
  problems,
}: {
  shell: Shell;
  head: WorkspaceHead;
  /** The level that was chosen and has to be confirmed. */
  to: Level | null;
  problems: Problem[];
}): Html {
  const { href, name, level } = head;
  const path = `${href}/manage/level`;
  const wasOpen = level === "open" && to !== "open";
  const chosen =
    to === null
      ? html`<h1 class="nhsuk-heading-l">Who can join and read</h1>
          <form method="post" action="${path}">
            ${levels({ level }, problems)} ${button({ text: "Continue" })}
          </form>`
      : html`<h1 class="nhsuk-heading-l">Make <bdi>${name}</bdi> ${levelName(to).toLowerCase()}?</h1>
          ${warningCallout({
            heading: {
              text: `From ${levelName(level).toLowerCase()} to ${levelName(to).toLowerCase()}`,
              level: 2,
            },
            html: html`<ul>
              ${consequences[to].map((text) => html`<li>${text}</li>`)}
              ${
                wasOpen
                  ? html`<li>
                      What was public until now may have been read, copied and kept by other servers. That
                      does not come back.
                    </li>`
                  : null
              }
            </ul>`,
          })}
          <form method="post" action="${path}">
            <input type="hidden" name="level" value="${to}" />
            <input type="hidden" name="confirm" value="yes" />
            ${button({ text: `Make it ${levelName(to).toLowerCase()}`, variant: "warning", preventDoubleClick: true })}
          </form>
          <p><a href="${href}/manage">Leave it as it is</a></p>`;
  return page({
    shell,
    title: `Who can join and read · ${name}`,
    current: "workspaces",
    error: problems.length > 0,
    main: html`${backLink({ href: `${href}/manage`, text: "Settings" })} ${problemSummary(problems)} ${chosen}`,
  });
}
