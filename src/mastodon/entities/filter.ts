import type { Filter as OwnFilter, FilterPlace, Keyword, Match } from "../../filters/index.ts";
import { date } from "../api.ts";

/** Mastodon's FilterKeyword. */
export const filterKeyword = ({ id, keyword, wholeWord }: Keyword) => ({
  id: String(id),
  keyword,
  whole_word: wholeWord,
});

/** Mastodon's FilterStatus. */
export const filterStatus = ({ id, contentId }: OwnFilter["posts"][number]) => ({
  id: String(id),
  status_id: String(contentId),
});

const facts = ({ id, title, contexts, action, ends }: OwnFilter) => ({
  id: String(id),
  title,
  context: contexts,
  expires_at: ends && date(ends),
  filter_action: action,
});

/** Mastodon's Filter, with all that is in it. */
export const filter = (own: OwnFilter) => ({
  ...facts(own),
  keywords: own.keywords.map(filterKeyword),
  statuses: own.posts.map(filterStatus),
});

/** Mastodon's Filter before version 4: one for each word. */
export const oldFilter = ({ contexts, action, ends }: OwnFilter, { id, keyword, wholeWord }: Keyword) => ({
  id: String(id),
  phrase: keyword,
  context: contexts,
  whole_word: wholeWord,
  expires_at: ends && date(ends),
  irreversible: action === "hide",
});

/** Mastodon's FilterResult: why a post is filtered. */
export interface FilterResult {
  filter: ReturnType<typeof facts>;
  keyword_matches: string[] | null;
  status_matches: string[] | null;
}

export const filterResult = ({ filter: own, keywords, posts }: Match): FilterResult => ({
  filter: facts(own),
  keyword_matches: keywords.length > 0 ? keywords : null,
  status_matches: posts.length > 0 ? posts.map(String) : null,
});

/** Whether a post is to be left out of a list altogether. */
export const hides = (results: readonly FilterResult[], place: FilterPlace): boolean =>
  results.some(
    ({ filter: { filter_action: action, context } }) => action === "hide" && context.includes(place),
  );
