import { isObject } from "../json.ts";
import { isIri, anything, limitedList, objects, typeAmong } from "./primitives.ts";

export interface Mention {
  href: string;
  /** As it is written, such as `@nia@north.example`; empty where it is missing. */
  name: string;
}

export interface Tags {
  mentions: Mention[];
  /** Without the `#`, as written. */
  hashtags: string[];
}

const longestName = 200;
const nameOf = (name: unknown): string => (typeof name === "string" ? name.slice(0, longestName) : "");

/** Mentions and hashtags. Emoji, Lemmy's community tags, quotations and whatever else comes are let be. */
export const tags = anything.transform((value, ctx): Tags => {
  const found: Tags = { mentions: [], hashtags: [] };
  for (const tag of objects(limitedList(value, ctx))) {
    const type = typeAmong(tag.type, ["Mention", "Hashtag"]);
    if (type === "Mention" && isIri(tag.href))
      found.mentions.push({ href: tag.href, name: nameOf(tag.name) });
    const name = nameOf(tag.name).replace(/^#/, "");
    if (type === "Hashtag" && name) found.hashtags.push(name);
  }
  return found;
});

export interface Attachment {
  type: "document" | "link";
  url: string;
  mediaType: string | null;
  name: string | null;
  width: number | null;
  height: number | null;
}

const number = (value: unknown): number | null =>
  typeof value === "number" && value > 0 && value < 1e6 ? Math.round(value) : null;

/** Files and links that come with a post. One without an address is left out. */
export const attachments = anything.transform((value, ctx): Attachment[] =>
  objects(limitedList(value, ctx)).flatMap((one) => {
    const source = Array.isArray(one.url) ? one.url[0] : one.url;
    const url = isObject(source) ? source.href : (source ?? one.href);
    if (!isIri(url)) return [];
    const mediaType = one.mediaType ?? (isObject(source) ? source.mediaType : undefined);
    return {
      type: typeAmong(one.type, ["Link"]) ? "link" : "document",
      url,
      mediaType: typeof mediaType === "string" ? mediaType.slice(0, longestName) : null,
      name: nameOf(one.name ?? one.summary) || null,
      width: number(one.width),
      height: number(one.height),
    } as const;
  }),
);
