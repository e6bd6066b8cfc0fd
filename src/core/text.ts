import MarkdownIt from "markdown-it";
import sanitizeHtml from "sanitize-html";

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const allowedTags =
  "a abbr b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul".split(
    " ",
  );

const options: sanitizeHtml.IOptions = {
  allowedTags,
  allowedAttributes: {
    a: ["href", "class", "rel"],
    abbr: ["title"],
    ol: ["start", "reversed"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan", "scope"],
    span: ["class"],
    p: ["dir"],
  },
  // Microformats that Mastodon's people write; everything else could take on our own styles.
  allowedClasses: { a: ["mention", "hashtag", "u-url"], span: ["h-card"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  // A bomb of nested elements would be slow to draw.
  nestingLimit: 60,
  transformTags: {
    // Our pages have one first and one second heading already.
    h1: "h3",
    h2: "h4",
    a: (_name, attributes) => ({
      tagName: "a",
      attribs: { ...attributes, rel: "nofollow noopener noreferrer ugc" },
    }),
    // A page loads nothing from another server: a picture in the text becomes a link to it.
    img: (_name, attributes) => ({
      tagName: "a",
      attribs: { href: attributes.src ?? "", rel: "nofollow noopener noreferrer ugc" },
      text: attributes.alt || "Picture",
    }),
  },
};

/** HTML from elsewhere, made safe to show. Done once, when it arrives. */
export const sanitise = (html: string): string => sanitizeHtml(html, options).trim();

/** What a mention in a text becomes. */
export interface Mentioned {
  /** As it is written: `@priya`, `@priya@south.example`. */
  text: string;
  href: string;
}

const mentionPattern = /(?<![\w@/])@([a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?)(?:@([a-z0-9.-]+(?::\d+)?))?/gi;

/** The handles named in a text, each once, in lower case: `priya`, `priya@south.example`. At most 50. */
export function mentionsIn(source: string): string[] {
  const found = new Set<string>();
  for (const [, handle = "", host] of source.matchAll(mentionPattern)) {
    found.add((host ? `${handle}@${host}` : handle).toLowerCase());
    if (found.size === 50) break;
  }
  return [...found];
}

/**
 * Markdown as its author wrote it, to HTML that is safe to show.
 *
 * @param link where each handle leads (as `mentionsIn` gives it); what it does not know stays text
 */
export function renderMarkdown(source: string, link: (handle: string) => string | null = () => null): string {
  const linked = source.replace(mentionPattern, (text, handle: string, host: string | undefined) => {
    const href = link((host ? `${handle}@${host}` : handle).toLowerCase());
    return href ? `[${text}](<${href}>)` : text;
  });
  return sanitise(markdown.render(linked));
}

/** The words of an HTML text in one line, cut at `length` characters between words. */
export function excerpt(html: string, length: number): string {
  const spaced = html.replace(/<(?:br|\/p|\/li|\/h\d|\/blockquote|\/div|\/tr)\b[^>]*>/gi, " ");
  const plain = unescape(sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {} }))
    .replace(/\s+/g, " ")
    .trim();
  if (plain.length <= length) return plain;
  const cut = plain.slice(0, length);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), length / 2)).trimEnd()}…`;
}

const entities: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};
const unescape = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]!);
