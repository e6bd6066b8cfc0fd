import type { Id } from "../core/id.ts";
import type { actions, FilterPlace } from "./input.ts";

export interface Keyword {
  id: Id;
  keyword: string;
  wholeWord: boolean;
}

/** A filter with its words and posts. */
export interface Filter {
  id: Id;
  title: string;
  contexts: FilterPlace[];
  action: (typeof actions)[number];
  ends: Date | null;
  keywords: Keyword[];
  posts: { id: Id; contentId: Id }[];
}

/** What of a filter a post matches. */
export interface Match {
  filter: Filter;
  keywords: string[];
  posts: Id[];
}

const inWord = /[\p{L}\p{M}\p{N}_]/u;
const special = /[.*+?^${}()|[\]\\/]/g;

/**
 * A pattern for the words of a filter, in any case. Whole words end where letters and digits do; a phrase that begins
 * or ends with another sign is found wherever it stands, as Mastodon does it.
 */
export function patternOf(keywords: readonly Keyword[]): RegExp | null {
  if (keywords.length === 0) return null;
  const parts = keywords.map(({ keyword, wholeWord }) => {
    const characters = [...keyword];
    const plain = keyword.replace(special, "\\$&");
    if (!wholeWord) return plain;
    const before = inWord.test(characters[0] ?? "") ? "(?<![\\p{L}\\p{M}\\p{N}_])" : "";
    const after = inWord.test(characters.at(-1) ?? "") ? "(?![\\p{L}\\p{M}\\p{N}_])" : "";
    return `${before}${plain}${after}`;
  });
  return new RegExp(parts.join("|"), "giu");
}

const longest = 200_000;

/** Which filters a post matches. `patterns` as `patternOf` makes them, by filter. */
export function matchesOf(
  filters: readonly { filter: Filter; pattern: RegExp | null }[],
  post: { id: Id; text: string },
): Match[] {
  return filters.flatMap(({ filter, pattern }) => {
    const text = post.text.slice(0, longest).normalize("NFC");
    const keywords = pattern ? [...new Set(text.match(pattern) ?? [])].slice(0, 10) : [];
    const posts = filter.posts.some(({ contentId }) => contentId === post.id) ? [post.id] : [];
    return keywords.length > 0 || posts.length > 0 ? [{ filter, keywords, posts }] : [];
  });
}
