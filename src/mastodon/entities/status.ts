import type { Id } from "../../core/id.ts";
import { ownPostHref } from "../../actors/index.ts";
import { type Visibility, visibilities } from "../../visibility/index.ts";
import { postHref } from "../../workspaces/index.ts";
import { absolute, type Api, date } from "../api.ts";
import { titled, withTitle } from "../markup.ts";
import type { StatusRow } from "../queries/status-rows.ts";
import type { Account } from "./account.ts";
import type { MediaAttachment } from "./media-attachment.ts";
import type { FilterResult } from "./filter.ts";
import type { Poll } from "./poll.ts";
import type { CustomEmoji, StatusTag } from "./tag.ts";

export interface Mention {
  id: string;
  username: string;
  url: string;
  acct: string;
}

/**
 * Mastodon's Status: a discussion, a comment, a post of somebody's own, or (with `reblog`) one of these as somebody, or
 * a discussion's workspace, passes it on.
 */
export interface Status {
  id: string;
  created_at: string;
  edited_at: string | null;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  sensitive: boolean;
  spoiler_text: string;
  visibility: "public" | "unlisted" | "private" | "direct";
  language: string | null;
  uri: string;
  url: string | null;
  replies_count: number;
  reblogs_count: number;
  favourites_count: number;
  favourited: boolean;
  reblogged: boolean;
  muted: boolean;
  bookmarked: boolean;
  pinned: boolean;
  content: string;
  reblog: Status | null;
  application: null;
  account: Account;
  media_attachments: MediaAttachment[];
  mentions: Mention[];
  tags: StatusTag[];
  emojis: CustomEmoji[];
  filtered: FilterResult[];
  card: null;
  poll: Poll | null;
  text?: string;
}

const mentionOf = ({ id, username, url, acct }: Account): Mention => ({ id, username, url, acct });

const names = { public: "public", unlisted: "unlisted", followers: "private", direct: "direct" } as const;

/** What Mastodon calls `private` is for followers. */
export const visibilityFor = (name: string): Visibility | null =>
  visibilities.find((one) => names[one] === name) ?? null;

/** What members alone may read is for followers only, whatever the app that sent it said. */
export const visibilityOf = ({
  level,
  visibility,
}: Pick<StatusRow, "level" | "visibility">): Status["visibility"] =>
  visibility ? names[visibility] : level === "open" ? "public" : "private";

export interface Around {
  author: Account;
  /** Null for a post of somebody's own. */
  workspace: Account | null;
  mentioned: Account[];
}

/** A discussion, a comment or a post, as its author's. */
export function status(api: Api, row: StatusRow, { author, workspace, mentioned }: Around): Status {
  const discussion = row.kind === "discussion";
  const boosts = row.boosts + (discussion ? 1 : 0);
  // A parent that was deleted is there for nobody: what answered it answers the discussion.
  const parent = discussion
    ? null
    : row.parentId !== null && !row.parentDeleted
      ? { id: row.parentId, authorId: row.parentAuthorId }
      : row.rootDeleted || workspace === null
        ? null
        : { id: row.rootId, authorId: row.rootAuthorId };
  const here = absolute(api, workspace ? postHref(workspace.acct, row) : ownPostHref(author.acct, row.id));
  const mentions = new Map<string, Mention>(workspace ? [[workspace.id, mentionOf(workspace)]] : []);
  for (const one of mentioned) if (one.id !== author.id) mentions.set(one.id, mentionOf(one));
  return {
    id: String(row.id),
    created_at: date(row.published),
    edited_at: row.edited && date(row.edited),
    in_reply_to_id: parent && String(parent.id),
    in_reply_to_account_id: parent?.authorId ? String(parent.authorId) : null,
    sensitive: row.sensitive || row.warning !== null,
    spoiler_text: row.warning ?? "",
    visibility: visibilityOf(row),
    language: row.language,
    uri: row.iri,
    url: row.url ?? (row.iri.startsWith(api.ctx.origin) ? here : row.iri),
    replies_count: discussion ? (row.comments ?? 0) : row.answers,
    reblogs_count: boosts,
    favourites_count: row.likes,
    favourited: row.liked,
    reblogged: row.boosted,
    muted: false,
    bookmarked: false,
    pinned: discussion && row.pinned,
    content: withTitle(titled(row), row.html),
    reblog: null,
    application: null,
    account: author,
    media_attachments: [],
    mentions: [...mentions.values()],
    tags: [],
    emojis: [],
    filtered: [],
    card: null,
    poll: null,
  };
}

/** Whoever passes something on adds no words: as with Mastodon, all that it says is in `reblog`. */
const asPassedOn = (inner: Status, id: Id, by: Account) => ({
  ...inner,
  id: String(id),
  account: by,
  content: "",
  media_attachments: [],
  mentions: [],
  tags: [],
  emojis: [],
  poll: null,
  reblog: inner,
});

/** A post as somebody passes it on, with an id and a time of its own. */
export const passedOn = (
  inner: Status,
  { id, iri, created }: { id: Id; iri: string; created: Date },
  by: Account,
): Status => ({ ...asPassedOn(inner, id, by), uri: iri, created_at: date(created) });

/** A discussion as its workspace passes it on, with an id of its own. */
export const boost = (inner: Status, boostId: Id, workspace: Account): Status => ({
  ...asPassedOn(inner, boostId, workspace),
  uri: `${inner.uri}#passed-on`,
});
