import { createHash } from "node:crypto";
import { type Emoji, emojiHref, type Use } from "../../tags/index.ts";
import { absolute, type Api } from "../api.ts";

const dayLength = 24 * 60 * 60_000;
export const days = 7;

/** The same for everybody who asks: by a number of its own one could tell whether a hashtag is used somewhere hidden. */
export const tagId = (name: string): string =>
  String(parseInt(createHash("sha256").update(name).digest("hex").slice(0, 13), 16) + 1);

export const tagUrl = ({ ctx }: Api, name: string): string =>
  `${ctx.origin}/tags/${encodeURIComponent(name)}`;

/** A hashtag in a status. */
export interface StatusTag {
  name: string;
  url: string;
}

/** Mastodon's Tag, with what the one who asks has to do with it. */
export interface Tag extends StatusTag {
  id: string;
  history: { day: string; uses: string; accounts: string }[];
  following?: boolean;
  featuring?: boolean;
}

/** How often a hashtag was used in the open, day by day, today first; in seconds since 1970, as texts. */
export function historyOf(uses: Use[], now: Date): Tag["history"] {
  const today = Math.floor(now.getTime() / dayLength);
  return Array.from({ length: days }, (_, n) => {
    const day = today - n;
    const those = uses.filter(({ published }) => Math.floor(published.getTime() / dayLength) === day);
    return {
      day: String((day * dayLength) / 1000),
      uses: String(those.length),
      accounts: String(new Set(those.map(({ authorId }) => authorId)).size),
    };
  });
}

/** Mastodon's CustomEmoji. Those of others are shown, and cannot be picked here. */
export interface CustomEmoji {
  shortcode: string;
  url: string;
  static_url: string;
  visible_in_picker: boolean;
}

export function customEmoji(api: Api, emoji: Emoji): CustomEmoji {
  const url = absolute(api, emojiHref(emoji));
  return { shortcode: emoji.shortcode, url, static_url: url, visible_in_picker: false };
}
