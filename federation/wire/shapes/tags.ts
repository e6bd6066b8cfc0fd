import { isObject } from "../json.ts";
import { isIri, anything, limitedList, objects, picture, typeAmong } from "./primitives.ts";

export interface Mention {
  href: string;
  /** As it is written, such as `@nia@north.example`; empty where it is missing. */
  name: string;
}

export interface Tags {
  mentions: Mention[];
  /** Without the `#`, as written. */
  hashtags: string[];
  emojis: Emoji[];
}

/** A small picture that the text has as `:shortcode:`. */
export interface Emoji {
  shortcode: string;
  url: string;
}

const longestName = 200;
const nameOf = (name: unknown): string => (typeof name === "string" ? name.slice(0, longestName) : "");

/** Mentions, hashtags and emoji. Lemmy's community tags, quotations and whatever else comes are let be. */
export const tags = anything.transform((value, ctx): Tags => {
  const found: Tags = { mentions: [], hashtags: [], emojis: [] };
  for (const tag of objects(limitedList(value, ctx))) {
    const type = typeAmong(tag.type, ["Mention", "Hashtag", "Emoji"]);
    if (type === "Mention" && isIri(tag.href))
      found.mentions.push({ href: tag.href, name: nameOf(tag.name) });
    if (type === "Emoji") {
      const shortcode = nameOf(tag.name).replace(/^:|:$/g, "");
      const url = picture.parse(tag.icon);
      if (url && /^\w{2,60}$/.test(shortcode)) found.emojis.push({ shortcode, url });
    }
    const name = nameOf(tag.name).replace(/^#/, "");
    if (type === "Hashtag" && name) found.hashtags.push(name);
  }
  return found;
});

export interface Attachment {
  type: "image" | "document" | "link";
  url: string;
  mediaType: string | null;
  /** What is to be seen; of some programs' documents, what it is called. */
  name: string | null;
  summary: string | null;
  width: number | null;
  height: number | null;
  /** Mastodon's `focalPoint`. */
  focus: { x: number; y: number } | null;
  /** Hexadecimal, of a `digestMultibase` with SHA-256. */
  sha256: string | null;
}

const longestDescription = 1500;
const words = (value: unknown): string | null =>
  typeof value === "string" ? value.slice(0, longestDescription) || null : null;

const number = (value: unknown): number | null =>
  typeof value === "number" && value > 0 && value < 1e6 ? Math.round(value) : null;

function focusOf(value: unknown): Attachment["focus"] {
  const [x, y] = Array.isArray(value) ? (value as unknown[]) : [];
  const fits = (one: unknown): one is number => typeof one === "number" && Math.abs(one) <= 1;
  return fits(x) && fits(y) ? { x, y } : null;
}

/** SHA-256 in a multihash in multibase (base64url); any other is no promise that can be held. */
function digestOf(value: unknown): string | null {
  if (typeof value !== "string" || !/^u[\w-]{46}$/.test(value)) return null;
  const bytes = Buffer.from(value.slice(1), "base64url");
  return bytes.length === 34 && bytes[0] === 0x12 && bytes[1] === 0x20 ? bytes.toString("hex", 2) : null;
}

/** Files and links that come with a post. One without an address is left out. */
export const attachments = anything.transform((value, ctx): Attachment[] =>
  objects(limitedList(value, ctx)).flatMap((one) => {
    const source = Array.isArray(one.url) ? one.url[0] : one.url;
    const url = isObject(source) ? source.href : (source ?? one.href);
    if (!isIri(url)) return [];
    const mediaType = one.mediaType ?? (isObject(source) ? source.mediaType : undefined);
    const type = typeAmong(one.type, ["Link", "Image"]);
    return {
      type: type === "Link" ? "link" : type === "Image" ? "image" : "document",
      url,
      mediaType: typeof mediaType === "string" ? mediaType.slice(0, longestName) : null,
      name: words(one.name),
      summary: words(one.summary),
      width: number(one.width),
      height: number(one.height),
      focus: focusOf(one.focalPoint),
      sha256: digestOf(one.digestMultibase),
    } as const;
  }),
);
