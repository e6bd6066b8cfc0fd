import { html, isBlank, nothing, type Attributes, type Html } from "../html.ts";

/** What a component shows: `html` wins where both are given. */
export interface Content {
  /** Escaped. */
  text?: string;
  html?: Html;
}

/** What every component takes besides its own options. */
export interface Common {
  id?: string;
  /** Further class names, after the component's own. */
  classes?: string;
  attributes?: Attributes;
}

/** A part that may be given as plain text, as HTML, or with its options. */
export type Part<Props extends Content> = string | Html | Props;

function isHtml(value: unknown): value is Html {
  return value instanceof String;
}

/** A part with its options, however it was given. */
export function part<Props extends Content>(value: Part<Props> | null | undefined | boolean): Partial<Props> {
  if (value === null || value === undefined || typeof value === "boolean") return {};
  if (isHtml(value)) return { html: value } as Partial<Props>;
  if (typeof value === "string") return { text: value } as Partial<Props>;
  return value as Partial<Props>;
}

/** The HTML of a text or of HTML. */
export function shown({ html: given, text }: Content): Html {
  if (!isBlank(given)) return given as Html;
  return text ? html`${text}` : nothing;
}

/** Class of a size, colour or width, unless the given classes choose one of the same family already. */
export function chosen(
  family: string,
  value: string | number | false | null | undefined,
  given?: string,
): string | null {
  return value && !given?.includes(family) ? `${family}${value}` : null;
}

/** Whether there is anything to show. */
export function present(content: Content): boolean {
  return !isBlank(content.html) || Boolean(content.text);
}

/** Words that are heard and not seen. */
export function hidden(words: string): Html {
  return html`<span class="nhsuk-u-visually-hidden">${words}</span>`;
}
