import { html as tag, raw as unescaped } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/**
 * Text that is already HTML. Made only by `html` (which escapes what it interpolates) and by `raw`.
 * It is an object at run time, so an empty one is still truthy: compare with `isBlank`, not with `!`.
 */
export type Html = HtmlEscapedString;

/** What may stand inside an `html` template. Strings are escaped; null, undefined and booleans vanish. */
export type Renderable = Html | string | number | boolean | null | undefined | readonly Renderable[];

/**
 * HTML from a tagged template. Strings are escaped, arrays are joined, nothing is awaited:
 * whatever a view needs is loaded before it is called.
 */
export const html = tag as unknown as (strings: TemplateStringsArray, ...values: Renderable[]) => Html;

/** Marks a string as HTML without escaping it. Only for text that was sanitised before it was stored. */
export const raw = unescaped as (value: string) => Html;

/** No HTML at all. */
export const nothing: Html = raw("");

/** Whether there is nothing to see: absent, or only white space. */
export function isBlank(value: Html | string | null | undefined | false): boolean {
  return !value || value.toString().trim() === "";
}

/** Class names in one string, falsy ones left out: `classes("tab", current && "tab--current")`. */
export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}

/** Values by attribute name: `true` writes the bare name; `false`, `null` and `undefined` write nothing. */
export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** Attributes of a tag, each with a space before it: `html\`<a${attributes({ href })}>\``. */
export function attributes(values: Attributes): Html {
  let written = nothing;
  for (const [name, value] of Object.entries(values)) {
    if (value === false || value === null || value === undefined) continue;
    written = value === true ? html`${written} ${name}` : html`${written} ${name}="${value}"`;
  }
  return written;
}

/** Renderables with a separator between them; blank ones are left out together with their separator. */
export function joined(
  items: readonly (Html | string | null | undefined | false)[],
  separator: string,
): Html {
  const present = items.filter((item) => !isBlank(item));
  return html`${present.map((item, index) => (index === 0 ? item : html`${separator}${item}`))}`;
}
