import { html, type Html } from "../../views/html.ts";
import * as nhs from "../../views/nhs/index.ts";
import * as parts from "../../views/parts/index.ts";

/** A form that could not be saved, with every kind of field. */
export function form(): Html {
  const problems: parts.Problem[] = [
    { field: "name", text: "Enter a name for the workspace" },
    { field: "level", text: "Choose who can see the workspace" },
  ];
  return html`${parts.problemSummary(problems)} ${nhs.heading({ text: "Create a workspace", size: "l" })}
    <form method="post" action="#" novalidate>
      ${nhs.input({
        name: "name",
        label: "Name",
        hint: "As people will look for it",
        errorMessage: parts.problemAt(problems, "name"),
      })}
      ${nhs.characterCount({ name: "purpose", label: "Purpose", maxlength: 300, rows: 3, value: "To share." })}
      ${nhs.radios({
        name: "level",
        fieldset: { legend: { text: "Who can see it?", size: "m" } },
        errorMessage: parts.problemAt(problems, "level"),
        items: (["open", "restricted", "private", "confidential"] as const).map((level) => ({
          value: level,
          text: parts.levelName(level),
          hint: parts.levelMeaning(level),
        })),
      })}
      ${nhs.checkboxes({
        name: "rooms",
        fieldset: { legend: { text: "Rooms", size: "m" } },
        items: [
          { value: "forum", text: "Forum", checked: true },
          { value: "files", text: "Files" },
        ],
      })}
      ${nhs.select({
        name: "language",
        label: "Language",
        items: [
          { value: "en", text: "English" },
          { value: "cy", text: "Cymraeg" },
        ],
      })}
      ${nhs.fileUpload({ name: "picture", label: "Picture" })}
      ${nhs.passwordInput({ name: "password", label: "Password" })}
      ${nhs.searchInput({ name: "q", label: "Search people" })}
      ${nhs.details({ summary: "What is a workspace?", text: "A place to talk and to keep files.", open: true })}
      ${nhs.button({ text: "Create workspace" })} ${nhs.button({ text: "Delete", variant: "warning" })}
    </form>`;
}

/** What is known about one thing: lists, tables, callouts. */
export function record(now: Date): Html {
  return html`${nhs.breadcrumb({
      items: [
        { text: "Administration", href: "#" },
        { text: "Peers", href: "#" },
      ],
    })}
    ${nhs.heading({ text: "North Shore Hospitals Trust", size: "l" })}
    <p>
      ${(["open", "restricted", "private", "confidential"] as const).map((level) => html`${parts.levelTag(level)} `)}
    </p>
    ${nhs.insetText({ text: "A sharing agreement was signed on 3 November 2026." })}
    ${nhs.warningCallout({ heading: { text: "Important", level: 2 }, html: html`<p>No patient details. <a href="#">Read the terms</a>.</p>` })}
    ${nhs.summaryList({
      rows: [
        {
          key: "Agreement",
          value: "Signed by both",
          actions: { items: [{ href: "#", text: "Change", visuallyHiddenText: "agreement" }] },
        },
        {
          key: "Last heard from",
          value: { html: parts.when(new Date(now.getTime() - 3 * 86_400_000), now) },
        },
      ],
    })}
    ${nhs.tables({
      caption: "Deliveries",
      responsive: true,
      head: ["Organisation", { text: "Waiting", format: "numeric" }],
      rows: [
        ["Lakeside Council", "3"],
        ["Harbour Community Trust", "0"],
      ],
    })}
    ${nhs.card({ heading: "Falls Prevention Southmere", description: "Fewer falls, kinder wards.", href: "#", clickable: true })}
    ${nhs.contentsList({
      items: [
        { text: "Peers", current: true },
        { text: "Requests", href: "#" },
      ],
    })}
    ${nhs.actionLink({ text: "Invite an organisation", href: "#" })}
    ${nhs.panel({ heading: "Import finished", text: "214 people, 1,204 posts" })}
    ${nhs.pagination({ previous: { href: "#" }, next: { href: "#", label: "Requests" } })}`;
}
