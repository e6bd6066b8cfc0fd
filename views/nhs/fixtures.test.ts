import { createRequire } from "node:module";
import { parseDocument } from "htmlparser2";
import { describe, expect, it } from "vitest";
import { raw, type Html } from "../html.ts";
import * as nhs from "./index.ts";

interface Fixture {
  name: string;
  context: Record<string, unknown>;
  /** HTML that the macro's `call` block puts into the component. */
  callBlock?: string;
  html: string;
}

type Component = (props: never) => Html;

/** Every component of ours, by its folder in nhsuk-frontend. */
const components: Record<string, Component> = {
  "action-link": nhs.actionLink,
  "back-link": nhs.backLink,
  breadcrumb: nhs.breadcrumb,
  button: nhs.button,
  card: nhs.card,
  "character-count": nhs.characterCount,
  checkboxes: nhs.checkboxes,
  "contents-list": nhs.contentsList,
  "date-input": nhs.dateInput,
  details: nhs.details,
  "error-message": nhs.errorMessage,
  "error-summary": nhs.errorSummary,
  fieldset: nhs.fieldset,
  "file-upload": nhs.fileUpload,
  heading: nhs.heading,
  hint: nhs.hint,
  "inset-text": nhs.insetText,
  input: nhs.input,
  label: nhs.label,
  legend: nhs.legend,
  "notification-banner": nhs.notificationBanner,
  pagination: nhs.pagination,
  panel: nhs.panel,
  "password-input": nhs.passwordInput,
  radios: nhs.radios,
  "search-input": nhs.searchInput,
  select: nhs.select,
  "skip-link": nhs.skipLink,
  "summary-list": nhs.summaryList,
  tables: nhs.tables,
  tabs: nhs.tabs,
  tag: nhs.tag,
  textarea: nhs.textarea,
  "warning-callout": nhs.warningCallout,
};

type Options = Record<string, unknown>;

/** Names that the package deprecates and we do not have, as their present names. */
const renamed: Record<string, (options: Options) => Options> = {
  pagination: ({ previousUrl, previousPage, nextUrl, nextPage, ...rest }) => ({
    ...rest,
    ...(previousUrl ? { previous: { href: previousUrl, label: previousPage } } : {}),
    ...(nextUrl ? { next: { href: nextUrl, label: nextPage } } : {}),
  }),
  checkboxes: ({ items, ...rest }) => ({
    ...rest,
    items: (items as Options[]).map(({ exclusive, exclusiveGroup, ...item }) => ({
      ...(exclusive ? { behaviour: "exclusive" } : {}),
      ...(exclusiveGroup ? { behaviourGroup: exclusiveGroup } : {}),
      ...item,
    })),
  }),
  tables: ({ panel, heading, headingLevel, ...rest }) =>
    panel
      ? { ...rest, card: { variant: "feature", heading: { text: heading, level: headingLevel } } }
      : { ...rest },
};

/** The macros take HTML as strings named `html`; ours takes them marked as HTML. */
function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "html" && typeof inner === "string" ? raw(inner) : marked(inner),
    ]),
  );
}

type Node = ReturnType<typeof parseDocument>["children"][number];

const spaced = (text: string) => text.replace(/\s+/g, " ").trim();

/** A document as lines: one for each tag with its attributes sorted, one for each text, white space aside. */
function outline(nodes: readonly Node[], depth = 0): string[] {
  const indent = "  ".repeat(depth);
  return nodes.flatMap((node) => {
    if (node.type === "text") return spaced(node.data) ? [indent + spaced(node.data)] : [];
    if (!("name" in node) || !("attribs" in node)) return [];
    const values = Object.entries(node.attribs as Record<string, string>)
      .map(([name, value]) => ` ${name}=${JSON.stringify(spaced(value))}`)
      .sort();
    return [`${indent}<${node.name}${values.join("")}>`, ...outline(node.children, depth + 1)];
  });
}

const lines = (source: string) => outline(parseDocument(source).children).join("\n");

const require = createRequire(import.meta.url);

function fixturesOf(folder: string): Fixture[] {
  const found = require(`nhsuk-frontend/dist/nhsuk/components/${folder}/fixtures.json`) as {
    fixtures: Fixture[];
  };
  return found.fixtures;
}

describe.each(Object.entries(components))("%s", (folder, component) => {
  it.each(fixturesOf(folder).map((fixture) => [fixture.name, fixture] as const))("%s", (_, fixture) => {
    const options = marked(renamed[folder]?.(fixture.context) ?? fixture.context) as Options;
    const called = fixture.callBlock === undefined ? {} : { html: raw(fixture.callBlock) };
    const props = {
      ...options,
      ...(folder === "error-summary" && called.html ? { description: called } : called),
    };
    expect(lines(component(props as never).toString())).toBe(lines(fixture.html));
  });
});

it("compares every fixture of every component", () => {
  const visited = Object.keys(components).map((folder) => fixturesOf(folder).length);
  expect(visited.every((count) => count > 0)).toBe(true);
  expect(visited.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(780);
});
