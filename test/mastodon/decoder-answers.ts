import { type Check, listOf, nothing, object, oneOf, optional, orNull, says } from "./decoder-checks.ts";
import { account, media, status } from "./decoder-entities.ts";
import { address, count, html, id, moment, text, yesNo } from "./decoder-values.ts";

export const relationship = object({
  id,
  following: yesNo,
  showing_reblogs: yesNo,
  notifying: yesNo,
  languages: orNull(listOf(text)),
  followed_by: yesNo,
  blocking: yesNo,
  blocked_by: yesNo,
  muting: yesNo,
  muting_notifications: yesNo,
  requested: yesNo,
  requested_by: yesNo,
  domain_blocking: yesNo,
  endorsed: yesNo,
  note: text,
});

const notificationType = oneOf(
  "mention",
  "favourite",
  "reblog",
  "follow",
  "follow_request",
  "status",
  "poll",
);

export const notification = object({
  id: (value, at) => [...id(value, at), ...says(Number(value) < 1e9, at, "is of no small sequence")],
  type: notificationType,
  group_key: text,
  created_at: moment,
  account,
  status: optional(status),
});

export const grouped = object({
  accounts: listOf(account),
  statuses: listOf(status),
  notification_groups: listOf(
    object({
      group_key: text,
      notifications_count: count,
      type: notificationType,
      most_recent_notification_id: count,
      page_min_id: id,
      page_max_id: id,
      latest_page_notification_at: moment,
      sample_account_ids: listOf(id),
      status_id: optional(id),
    }),
  ),
});

const marker = object({
  last_read_id: (value, at) => says(typeof value === "string" && /^\d+$/.test(value), at, "is no id"),
  version: count,
  updated_at: moment,
});
export const markers = object({ notifications: marker, home: optional(marker) });

export const list = object({
  id,
  title: text,
  replies_policy: oneOf("list", "followed", "none"),
  exclusive: yesNo,
});

export const search = object({
  accounts: listOf(account),
  statuses: listOf(status),
  hashtags: listOf(object({ id, name: text, url: address, history: listOf(object({ day: text })) })),
});
export const conversation = object({
  id,
  unread: yesNo,
  accounts: listOf(account),
  last_status: status,
});
export const context = object({ ancestors: listOf(status), descendants: listOf(status) });
export const source = object({ id, text, spoiler_text: text });
export const wording = object({
  content: html,
  spoiler_text: text,
  sensitive: yesNo,
  created_at: moment,
  account,
  media_attachments: listOf(media),
  emojis: nothing,
});

export const preferences = object({
  "posting:default:visibility": oneOf("public", "unlisted", "private"),
  "posting:default:sensitive": yesNo,
  "posting:default:language": orNull(text),
  "reading:expand:media": oneOf("default", "show_all", "hide_all"),
  "reading:expand:spoilers": yesNo,
});

const version: Check = (value, at) =>
  says(
    typeof value === "string" && /^4\.\d+\.\d+ \(compatible; Tombolo \d/.test(value),
    at,
    "is no version of Mastodon",
  );

export const instance = object({
  domain: text,
  title: text,
  version,
  source_url: address,
  description: text,
  usage: object({ users: object({ active_month: count }) }),
  thumbnail: object({ url: address }),
  languages: listOf(text),
  configuration: object({
    urls: object({
      streaming: (value, at) => says(/^wss?:\/\/\S+$/.test(String(value)), at, "is no socket"),
    }),
    vapid: object({ public_key: text }),
    statuses: object({
      max_characters: count,
      max_media_attachments: count,
      characters_reserved_per_url: count,
    }),
    media_attachments: object({ supported_mime_types: listOf(text), image_size_limit: count }),
    polls: object({
      max_options: count,
      max_characters_per_option: count,
      min_expiration: count,
      max_expiration: count,
    }),
  }),
  registrations: object({ enabled: yesNo, approval_required: yesNo, message: orNull(text) }),
  api_versions: object({ mastodon: count }),
  contact: object({ email: text, account: orNull(account) }),
  rules: listOf(object({ id: text, text })),
});

export const oldInstance = object({
  uri: text,
  title: text,
  short_description: text,
  description: text,
  email: text,
  version,
  urls: object({ streaming_api: text }),
  stats: object({ user_count: count, status_count: count, domain_count: count }),
  thumbnail: address,
  languages: listOf(text),
  registrations: yesNo,
  approval_required: yesNo,
  contact_account: orNull(account),
  configuration: object({ statuses: object({ max_characters: count }) }),
});
