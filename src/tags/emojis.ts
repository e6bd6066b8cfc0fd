import { amongGiven, contentEmoji, given, prepared, type Store } from "../../db/index.ts";
import type { Id } from "../core/id.ts";
import { hashOfUrl } from "../media/index.ts";

/** A small picture that people elsewhere write as `:shortcode:`. */
export interface Emoji {
  shortcode: string;
  /** On its own server. */
  url: string;
}

const most = 50;

/** Those that can be kept: each shortcode once, with a web address. */
export function emojisIn(given: readonly Emoji[]): Emoji[] {
  const found = new Map<string, Emoji>();
  for (const { shortcode, url } of given) {
    if (found.size >= most || !/^\w{2,60}$/.test(shortcode) || !/^https?:\/\/\S{1,2000}$/.test(url)) continue;
    if (!found.has(shortcode)) found.set(shortcode, { shortcode, url });
  }
  return [...found.values()];
}

/** Where one is served from here. */
export const emojiHref = ({ url }: Emoji): string => `/pictures/${hashOfUrl(url)}`;

const emojisQuery = prepared("emojis of posts", (db) =>
  db
    .select({ contentId: contentEmoji.contentId, shortcode: contentEmoji.shortcode, url: contentEmoji.url })
    .from(contentEmoji)
    .where(amongGiven(contentEmoji.contentId, "ids")),
);

/** Those of some posts. */
export async function emojisOf(store: Store, ids: readonly Id[]): Promise<Map<Id, Emoji[]>> {
  const found = new Map<Id, Emoji[]>();
  if (ids.length === 0) return found;
  const rows = await emojisQuery(store, { ids: given(ids) });
  for (const { contentId, shortcode, url } of rows)
    found.set(contentId, [...(found.get(contentId) ?? []), { shortcode, url }]);
  return found;
}

/** A sanitised text with its small pictures in place of their shortcodes, which stay as the words for them. */
export function withEmojis(html: string, emojis: readonly Emoji[] | undefined): string {
  if (!emojis || emojis.length === 0) return html;
  const known = new Map(emojis.map((emoji) => [emoji.shortcode, emojiHref(emoji)]));
  return html.replace(/<[^>]*>|:(\w{2,60}):/g, (whole, shortcode: string | undefined) => {
    const href = shortcode && known.get(shortcode);
    return href
      ? `<img src="${href}" alt=":${shortcode}:" title=":${shortcode}:" width="20" height="20" loading="lazy">`
      : whole;
  });
}
