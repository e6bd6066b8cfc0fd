import { type Check, listOf, nothing, object, oneOf, optional, orNull, says } from "./decoder-checks.ts";
import { address, count, day, html, id, moment, text, yesNo } from "./decoder-values.ts";

const field = object({ name: text, value: html, verified_at: orNull(moment) });

const emojis = listOf(
  object({ shortcode: text, url: address, static_url: address, visible_in_picker: yesNo }),
);

export const account = object({
  id,
  username: text,
  acct: text,
  display_name: text,
  locked: yesNo,
  bot: oneOf(false),
  group: yesNo,
  discoverable: orNull(yesNo),
  indexable: yesNo,
  created_at: moment,
  note: html,
  url: address,
  uri: address,
  avatar: address,
  avatar_static: address,
  header: address,
  header_static: address,
  followers_count: count,
  following_count: count,
  statuses_count: count,
  last_status_at: orNull(day),
  emojis,
  fields: listOf(field),
});

export const mutedAccount: Check = (value, at) => [
  ...account(value, at),
  ...object({ mute_expires_at: orNull(moment) })(value, at),
];

export const ownAccount: Check = (value, at) => [
  ...account(value, at),
  ...object({
    source: object({
      note: text,
      fields: listOf(field),
      privacy: oneOf("public", "unlisted", "private", "direct"),
      sensitive: yesNo,
      language: orNull(text),
      follow_requests_count: count,
    }),
    role: object({ id: text, name: text, permissions: text, color: text, highlighted: yesNo }),
  })(value, at),
];

const measure = optional(object({ width: optional(count), height: optional(count) }));
export const media = object({
  id,
  type: oneOf("image", "gifv", "video", "audio", "unknown"),
  url: address,
  preview_url: orNull(address),
  remote_url: orNull(address),
  meta: object({ original: measure, small: measure }),
  description: orNull(text),
  blurhash: orNull(text),
});

const place = oneOf("home", "notifications", "public", "thread", "account");
const filterFacts = {
  id,
  title: text,
  context: listOf(place),
  expires_at: orNull(moment),
  filter_action: oneOf("warn", "hide", "blur"),
};
export const filterKeyword = object({ id, keyword: text, whole_word: yesNo });
export const filterStatus = object({ id, status_id: id });
export const filter = object({
  ...filterFacts,
  keywords: listOf(filterKeyword),
  statuses: listOf(filterStatus),
});
export const oldFilter = object({
  id,
  phrase: text,
  context: listOf(place),
  whole_word: yesNo,
  expires_at: orNull(moment),
  irreversible: yesNo,
});
const filterResult = object({
  filter: object(filterFacts),
  keyword_matches: orNull(listOf(text)),
  status_matches: orNull(listOf(id)),
});

export const poll = object({
  id,
  expires_at: orNull(moment),
  expired: yesNo,
  multiple: yesNo,
  votes_count: count,
  voters_count: orNull(count),
  options: listOf(object({ title: text, votes_count: orNull(count) })),
  emojis: nothing,
  voted: optional(yesNo),
  own_votes: optional(listOf(count)),
});

const mention = object({ id, username: text, url: address, acct: text });

const post = {
  id,
  created_at: moment,
  edited_at: orNull(moment),
  in_reply_to_id: orNull(id),
  in_reply_to_account_id: orNull(id),
  sensitive: yesNo,
  spoiler_text: text,
  visibility: oneOf("public", "unlisted", "private", "direct"),
  language: orNull(text),
  uri: address,
  url: orNull(address),
  replies_count: count,
  reblogs_count: count,
  favourites_count: count,
  favourited: yesNo,
  reblogged: yesNo,
  muted: yesNo,
  bookmarked: yesNo,
  content: html,
  account,
  media_attachments: listOf(media),
  mentions: listOf(mention),
  tags: listOf(object({ name: text, url: address })),
  emojis,
  filtered: listOf(filterResult),
  card: oneOf(null),
  poll: orNull(poll),
};

export const status: Check = (value, at) => {
  const inner = (value as { reblog?: { id: string } } | null)?.reblog;
  return [
    ...object({ ...post, reblog: orNull(object({ ...post, reblog: oneOf(null) })) })(value, at),
    ...says(!inner || inner.id !== (value as { id: string }).id, at, "has the id of what it passes on"),
  ];
};
