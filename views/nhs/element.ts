import { attributes, html, nothing, raw, type Attributes, type Html } from "../html.ts";

const names = [
  "a",
  "button",
  "caption",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "label",
  "legend",
  "p",
  "span",
  "div",
  "td",
  "th",
] as const;

/** Elements that a component may choose between at run time. */
export type ElementName = (typeof names)[number];

const tags = Object.fromEntries(names.map((name) => [name, [raw(`<${name}`), raw(`</${name}>`)]])) as Record<
  ElementName,
  [Html, Html]
>;

/** An element whose name is decided at run time; a tagged template can only write a fixed one. */
export function element(name: ElementName, given: Attributes, content: Html = nothing): Html {
  const [opening, closing] = tags[name];
  return html`${opening}${attributes(given)}>${content}${closing}`;
}
