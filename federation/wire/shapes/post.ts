import { z } from "zod";
import { escapeHtml } from "../../../src/core/escape.ts";
import type { Result } from "../../../src/core/result.ts";
import { isObject, type WireProblem } from "../json.ts";
import { readBy, readOnce, unknownType } from "./outcome.ts";
import {
  type EventDetails,
  eventOf,
  type Poll,
  pollOf,
  type ProposalDetails,
  proposalOf,
} from "./post-kinds.ts";
import {
  addresses,
  anything,
  flag,
  id,
  idOrNull,
  link,
  list,
  ownId,
  page,
  picture,
  text,
  time,
  typeAmong,
} from "./primitives.ts";
import { type Attachment, attachments, type Emoji, type Mention, tags } from "./tags.ts";

export const postTypes = [
  "Note",
  "Page",
  "Article",
  "Question",
  "Event",
  "Document",
  "OrderedCollection",
  "Proposal",
] as const;

export type PostType = (typeof postTypes)[number];

export interface Post {
  type: PostType;
  id: string;
  /** The author; of several the first. */
  attributedTo: string;
  /** The title, or the word of a vote. */
  name: string | null;
  /** The words as they came, in `mediaType`. */
  content: string | null;
  mediaType: string;
  /** The words as HTML, empty where there are none. Not sanitised: that is for whoever stores it. */
  html: string;
  /** The words in Markdown, as their author wrote them. */
  source: string | null;
  /** BCP 47, such as `en`. */
  language: string | null;
  summary: string | null;
  inReplyTo: string | null;
  /** The collection of the discussion that it belongs to (FEP-7888); of a file or a folder, the folder in which it lies. */
  context: string | null;
  /** The collection to which it is added. */
  target: string | null;
  to: string[];
  cc: string[];
  audience: string[];
  published: Date | null;
  updated: Date | null;
  /** The page for people. */
  url: string | null;
  sensitive: boolean;
  locked: boolean;
  mentions: Mention[];
  hashtags: string[];
  emojis: Emoji[];
  attachments: Attachment[];
  image: string | null;
  /** The collection of its replies. */
  replies: string | null;
  poll: Poll | null;
  event: EventDetails | null;
  proposal: ProposalDetails | null;
}

const schema = z.object({
  id: ownId,
  attributedTo: id,
  name: text,
  content: text,
  contentMap: anything,
  mediaType: text,
  source: anything,
  language: anything,
  summary: text,
  inReplyTo: idOrNull,
  context: link,
  target: link,
  to: addresses,
  cc: addresses,
  audience: addresses,
  published: time,
  updated: time,
  url: page,
  sensitive: flag,
  commentsEnabled: anything,
  tag: tags,
  attachment: attachments,
  image: picture,
  replies: link,
});

/** `source` in Markdown; in other forms it is of no use here. */
function markdown(source: unknown): string | null {
  if (!isObject(source) || typeof source.content !== "string") return null;
  const { mediaType = "text/markdown" } = source;
  return typeof mediaType === "string" && mediaType.startsWith("text/markdown") ? source.content : null;
}

/** Lemmy: `{"identifier":"en"}`. It says "und" where nobody said anything. */
function languageOf(language: unknown): string | null {
  const name = isObject(language) ? language.identifier : language;
  return typeof name === "string" && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(name) && name !== "und"
    ? name
    : null;
}

/** Words without markup, or in a markup that is shown as it is, as paragraphs. */
function plainAsHtml(words: string): string {
  return escapeHtml(words)
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll("\n", "<br>")}</p>`)
    .join("");
}

/** Bonfire writes `ValueFlows:Proposal`, and so does a vocabulary's prefix or whole address. */
const bare = (type: unknown): unknown =>
  typeof type === "string" && /[#:/]Proposal$/.test(type) ? "Proposal" : type;

/** Those that may publish an intent (FEP-0837). */
const proposing: readonly PostType[] = ["Proposal", "Note", "Page"];

/** Reads something that somebody has written, normalised before. See `parseActivity` for how. */
export const parsePost = readOnce((document): Result<Post, WireProblem> => {
  const type = isObject(document) && typeAmong(list(document.type).map(bare), postTypes);
  if (!type) return unknownType(document, "post");
  const fields = readBy(schema, document);
  if (!fields.ok) return fields;
  const { tag, attachment, contentMap, commentsEnabled, source, language, ...rest } = fields.value;
  const [[mapped, words] = [null, null]] = isObject(contentMap) ? Object.entries(contentMap) : [];
  const proposal = proposing.includes(type) && rest.inReplyTo === null ? proposalOf(document) : null;
  // Of a proposal of Bonfire the summary is all that it says.
  const short = type === "Proposal" ? rest.summary : null;
  const content = rest.content ?? (typeof words === "string" ? words : short);
  const isFile = type === "Document";
  // Of a file the type is that of its bytes, and what is said of it is HTML.
  const said = isFile ? null : rest.mediaType;
  const mediaType = said?.split(";", 1)[0]!.trim().toLowerCase() || "text/html";
  const files = isFile && attachment.length === 0 ? attachments.parse([document]) : attachment;
  const value: Post = {
    ...rest,
    type,
    content,
    mediaType,
    html: content === null ? "" : mediaType === "text/html" ? content : plainAsHtml(content),
    source: markdown(source) ?? (mediaType === "text/markdown" ? content : null),
    language: languageOf(language) ?? languageOf(mapped),
    locked: commentsEnabled === false,
    mentions: tag.mentions,
    hashtags: tag.hashtags,
    emojis: tag.emojis,
    attachments: files,
    url: isFile && files.some(({ url }) => url === rest.url) ? null : rest.url,
    poll: type === "Question" ? pollOf(document) : null,
    event: type === "Event" ? eventOf(document) : null,
    proposal,
  };
  return { ok: true, value };
});

/** Whether a note is a vote in a poll: the name of an option, and no words (FEP-9967). */
export const isVote = (post: Post): boolean => post.inReplyTo !== null && post.name !== null && !post.content;

/** The types of a thing, for a look before reading. */
export const typesOf = (document: unknown): unknown[] => (isObject(document) ? list(document.type) : []);
