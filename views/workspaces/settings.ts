import type { WorkspaceHead } from "../../src/workspaces/head.ts";
import { html, type Html } from "../html.ts";
import { page, type Shell } from "../layout/page.ts";
import { backLink, button, checkboxes, fileUpload, input, radios, textarea } from "../nhs/index.ts";
import { face, navTabs, problemAt, problemSummary, type Problem } from "../parts/index.ts";
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

function levels(values: SettingsFields, problems: Problem[]): Html {
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

export type ManageRoom = "settings" | "requests" | "people";

/** The three pages of managing, below the banner. */
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
      { href: `${path}/people`, text: "People", current: current === "people" },
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
      ${nameAndPurpose(values, problems)} ${more(values, problems)} ${levels(values, problems)}
      ${button({ text: "Save", preventDoubleClick: true })}
    </form>
    ${pictureForm(head, problems)}`;
  return page({
    shell,
    title: `Settings · ${head.name}`,
    current: "workspaces",
    error: problems.length > 0,
    banner: workspaceBanner(head, "manage", { requests }),
    main,
  });
}
