import type MarkdownIt from "markdown-it";
import type { Token } from "markdown-it";

const letters = String.raw`[\p{L}\p{M}\p{N}_]`;
/** As Mastodon reads them: not within a word or an address, and never a number alone. */
const pattern = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_/&#)])#(${letters}+(?:[·・]${letters}+)*)`, "gu");
const whole = new RegExp(String.raw`^${letters}+(?:[·・]${letters}+)*$`, "u");
const longest = 100;
/** Hashtags of one text that count. */
export const mostTags = 30;

/**
 * The name that all spellings of a hashtag share: lower case, full width as half width, Latin letters without accents.
 * Null for what is none.
 */
export function tagName(written: string): string | null {
  const plain = written.replace(/^[#＃]/, "");
  if (plain.length > longest || !whole.test(plain) || !/[^\p{N}_·・]/u.test(plain)) return null;
  const name = plain
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase();
  return whole.test(name) ? name : null;
}

/** What the rule is given, and finds. */
export interface TagsEnv {
  /** Address of a hashtag's page, by its name. */
  tagLink?: (name: string) => string;
  /** By name, as first written. */
  tags?: Map<string, string>;
}

/** Finds hashtags in words only: what stands in code or in a link is none, and `# x` is a heading. */
export function hashtags(markdown: InstanceType<typeof MarkdownIt>): void {
  markdown.core.ruler.push("hashtags", (state) => {
    const { tagLink, tags } = state.env as TagsEnv;
    const token = (type: string, tag: string, nesting: -1 | 0 | 1, content = ""): Token =>
      Object.assign(new state.Token(type, tag, nesting), { content });
    for (const block of state.tokens) {
      if (block.type !== "inline" || !block.content.includes("#")) continue;
      let inLink = 0;
      block.children = (block.children ?? []).flatMap((child): Token[] => {
        if (child.type === "link_open") inLink++;
        if (child.type === "link_close") inLink--;
        if (child.type !== "text" || inLink > 0) return [child];
        const parts: Token[] = [];
        let end = 0;
        for (const { 0: text, 1: written = "", index } of child.content.matchAll(pattern)) {
          const name = tagName(written);
          if (!name) continue;
          if (tags && tags.size < mostTags && !tags.has(name)) tags.set(name, written);
          if (!tagLink) continue;
          const open = token("link_open", "a", 1);
          open.attrs = [
            ["href", tagLink(name)],
            ["class", "mention hashtag"],
          ];
          parts.push(token("text", "", 0, child.content.slice(end, index)), open);
          parts.push(token("text", "", 0, text), token("link_close", "a", -1));
          end = index + text.length;
        }
        if (parts.length === 0) return [child];
        return [...parts, token("text", "", 0, child.content.slice(end))];
      });
    }
  });
}
