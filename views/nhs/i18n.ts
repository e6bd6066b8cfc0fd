import type { Attributes } from "../html.ts";

/** Words by plural rule of the Unicode CLDR: `{ one: "%{count} file", other: "%{count} files" }`. */
export type Plurals = Partial<Record<"zero" | "one" | "two" | "few" | "many" | "other", string>>;

/** Data attributes that replace words in a component's script. */
export function translations(words: Record<string, string | Plurals | undefined>): Attributes {
  const written: Attributes = {};
  for (const [key, value] of Object.entries(words)) {
    if (!value) continue;
    if (typeof value === "string") written[`data-i18n.${key}`] = value;
    else for (const [rule, text] of Object.entries(value)) written[`data-i18n.${key}.${rule}`] = text;
  }
  return written;
}
