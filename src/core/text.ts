import MarkdownIt, { type Token } from "markdown-it";
import sanitizeHtml from "sanitize-html";
import { hashtags, type TagsEnv } from "./hashtags.ts";

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** What the mentions rule is given, and finds. */
interface MentionsEnv extends TagsEnv {
  link?: (handle: string) => string | null;
  found?: Set<string>;
}

const mentionPattern =
  /(?<![\w@/])@([a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?)(?:@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?))?/gi;

// Mentions are looked for in words only: what stands in code or in a link is no mention.
markdown.core.ruler.after("text_join", "mentions", (state) => {
  const { link = () => null, found } = state.env as MentionsEnv;
  const token = (type: string, tag: string, nesting: -1 | 0 | 1, content = ""): Token =>
    Object.assign(new state.Token(type, tag, nesting), { content });
  for (const block of state.tokens) {
    if (block.type !== "inline" || !block.content.includes("@")) continue;
    let inLink = 0;
    block.children = (block.children ?? []).flatMap((child): Token[] => {
      if (child.type === "link_open") inLink++;
      if (child.type === "link_close") inLink--;
      if (child.type !== "text" || inLink > 0) return [child];
      const parts: Token[] = [];
      let end = 0;
      for (const match of child.content.matchAll(mentionPattern)) {
        const [text, name = "", host] = match;
        const handle = (host ? `${name}@${host}` : name).toLowerCase();
        if (found && found.size < mostMentions) found.add(handle);
        const href = link(handle);
        if (!href) continue;
        const open = token("link_open", "a", 1);
        open.attrs = [
          ["href", href],
          ["class", "u-url mention"],
        ];
        parts.push(token("text", "", 0, child.content.slice(end, match.index)), open);
        parts.push(token("text", "", 0, text), token("link_close", "a", -1));
        end = match.index + text.length;
      }
      if (parts.length === 0) return [child];
      return [...parts, token("text", "", 0, child.content.slice(end))];
    });
  }
});

markdown.use(hashtags);

const mostMentions = 50;

const allowedTags =
  "a abbr b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul".split(
    " ",
  );

const rel = "nofollow noopener noreferrer ugc";
// An address without a host would lead into our own pages, wherever its author meant it to lead.
const absolute = (href: string | undefined): { href?: string } =>
  href && /^(?:https?:\/\/|mailto:)/i.test(href.trim()) ? { href: href.trim() } : {};

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
    a: (_name, { href, class: names }) => ({
      tagName: "a",
      attribs: { ...absolute(href), ...(names ? { class: names } : {}), rel },
    }),
    // A page loads nothing from another server: a picture in the text becomes a link to it.
    img: (_name, attributes) => ({
      tagName: "a",
      attribs: { ...absolute(attributes.src), rel },
      text: attributes.alt || "Picture",
    }),
  },
};

const mostTags = 20_000;

/** Words in paragraphs, and nothing else: no attribute, no other tag, no entity. The sanitiser changes nothing in that. */
const onlyParagraphs = /^(?:<p>[^<>&\r\0]*<\/p>)+$/;

/**
 * HTML from elsewhere, made safe to show. Done once, when it arrives. Of what has more than 20,000 tags the words
 * are left: nested ones cost the square of their number.
 */
export function sanitise(html: string): string {
  let tags = 0;
  for (let at = html.indexOf("<"); at >= 0 && tags <= mostTags; at = html.indexOf("<", at + 1)) tags++;
  if (tags <= mostTags && onlyParagraphs.test(html)) return html;
  return sanitizeHtml(tags > mostTags ? html.replace(/<[^<>]*>|<|>/g, " ") : html, options).trim();
}

/** Cells that a table may have: markdown-it fills up short rows, so that few characters become tens of thousands. */
const mostCells = 10_000;

/** Whether the tables in a text could have more cells than that; then what they are written with stays text. */
function hasHugeTables(source: string): boolean {
  const rows = source.split("\n").map((line) => line.split("|").length - 1);
  const columns = rows.reduce((most, bars) => Math.max(most, bars), 0);
  return columns * rows.length > mostCells && columns * rows.filter((bars) => bars > 0).length > mostCells;
}

function render(source: string, env: MentionsEnv): string {
  if (!hasHugeTables(source)) return markdown.render(source, { ...env });
  markdown.disable("table");
  try {
    return markdown.render(source, { ...env });
  } finally {
    markdown.enable("table");
  }
}

/** The handles named in a text, each once, in lower case: `priya`, `priya@south.example`. At most 50. */
export function mentionsIn(source: string): string[] {
  if (!source.includes("@")) return [];
  const found = new Set<string>();
  markdown.parse(source, { found } satisfies MentionsEnv);
  return [...found];
}

/** The hashtags in a text as they are written, without the `#`, each once. At most 30. */
export function tagsIn(source: string): string[] {
  if (!source.includes("#")) return [];
  const tags = new Map<string, string>();
  markdown.parse(source, { tags } satisfies MentionsEnv);
  return [...tags.values()];
}

/**
 * Markdown as its author wrote it, to HTML that is safe to show.
 *
 * @param link where each handle leads (as `mentionsIn` gives it); what it does not know stays text
 * @param tagLink where each hashtag leads, by its name; without it they stay text
 */
export const renderMarkdown = (
  source: string,
  link: (handle: string) => string | null = () => null,
  tagLink?: (name: string) => string,
): string => sanitise(render(source, { link, tagLink } satisfies MentionsEnv));

/**
 * The words of an HTML text in one line, cut at `length` characters between words. Also for HTML as it came: it takes
 * no longer than the beginning of a text that long does.
 */
export function excerpt(html: string, length: number): string {
  const spaced = html
    .slice(0, length * 100)
    .replace(/<(?:br|\/p|\/li|\/h\d|\/blockquote|\/div|\/tr)\b[^<>]*>/gi, " ");
  const plain = unescape(sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {} }))
    .replace(/\s+/g, " ")
    .trim();
  if (plain.length <= length) return plain;
  const cut = plain.slice(0, length);
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space > length / 2 ? space : length).trimEnd()}…`;
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
