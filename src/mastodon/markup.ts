import { escapeHtml } from "../core/escape.ts";
import type { Form } from "../forums/index.ts";

/** What Mastodon's apps draw. Everything else becomes one of these, or its words alone. */
const drawn = /^(?:p|br|a|span|del|s|pre|code|em|strong|b|i|u|ul|ol|li|blockquote)$/;
const others = /<\/?(?!(?:p|br|a|span|del|s|pre|code|em|strong|b|i|u|ul|ol|li|blockquote)[\s>/])[a-z]/i;

const opened: Record<string, string> = {
  tr: "<p>",
  dt: "<p><strong>",
  dd: "<p>",
  th: "<strong>",
  td: "",
  hr: "<p>* * *</p>",
  q: "“",
  mark: "<strong>",
  ins: "<u>",
  kbd: "<code>",
  caption: "<p><strong>",
  div: "<p>",
};
const closed: Record<string, string> = {
  tr: "</p>",
  dt: "</strong></p>",
  dd: "</p>",
  th: "</strong> ",
  td: " ",
  q: "”",
  mark: "</strong>",
  ins: "</u>",
  kbd: "</code>",
  caption: "</strong></p>",
  div: "</p>",
};

/** What some apps would show as empty lines: white space on either side of a block, and after a line break. */
const gaps = [
  /(?<=<(?:\/?(?:ul|ol|li|blockquote)|\/(?:p|pre))\b[^<>]{0,200}>)\s+(?=<|$)/gi,
  /(?<!\s)\s+(?=<(?:\/?(?:p|ul|ol|li|blockquote)|pre)\b)/gi,
  /(?<=<br\b[^<>]{0,9}>)\n/gi,
];

/**
 * A post's HTML in the part of HTML that Mastodon's apps draw, headings as bold paragraphs, and as Mastodon writes it:
 * nothing between two blocks, because some apps show every line break that they get. For HTML that was sanitised when it
 * arrived: there a tag is whatever stands between < and >.
 */
export function subset(html: string): string {
  const whole = drawable(html);
  return whole.includes("\n") ? gaps.reduce((text, gap) => text.replace(gap, ""), whole) : whole;
}

/** Every tag as one that is drawn. */
function drawable(html: string): string {
  if (!others.test(html)) return html;
  return html.replace(/<(\/?)([a-z][a-z0-9]*)\b[^<>]*>/gi, (tag, slash: string, name: string) => {
    const plain = name.toLowerCase();
    if (drawn.test(plain)) return tag;
    if (/^h[1-6]$/.test(plain)) return slash ? "</strong></p>" : "<p><strong>";
    return (slash ? closed : opened)[plain] ?? "";
  });
}

/** The words of a text without markup and spaces, to compare. */
const bare = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, "")
    .replace(/[\s&<>"'…]+/g, "");

/** The title of a post; of an offer or a request it says so, as nothing else would. */
export function titled(row: { form: Form | null; closed: boolean; title: string | null }): string | null {
  const { form, closed, title } = row;
  if (!title || (form !== "offer" && form !== "request")) return title;
  const [name, end] = form === "offer" ? ["Offer", "no longer available"] : ["Request", "no longer needed"];
  return `${name}${closed ? `, ${end}` : ""}: ${title}`;
}

/** A discussion as one text: its title first, unless its words begin with it. */
export function withTitle(title: string | null, html: string): string {
  const body = subset(html);
  if (!title) return body;
  const start = bare(escapeHtml(title).replace(/&quot;/g, ""));
  if (bare(body.slice(0, start.length * 4 + 400)).startsWith(start)) return body;
  return `<p><strong>${escapeHtml(title)}</strong></p>${body}`;
}
