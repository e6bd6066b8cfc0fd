import { expect } from "vitest";

/**
 * What apps take for granted of Mastodon's answers, each seen by taking it away: ids of digits that fit 64 bits, dates
 * with milliseconds, addresses in full, closed enumerations, and fields that are always there.
 */
export type Check = (value: unknown, at: string) => string[];

const says = (fits: boolean, at: string, what: string): string[] => (fits ? [] : [`${at}: ${what}`]);
const text: Check = (value, at) => says(typeof value === "string", at, "is no text");
const yesNo: Check = (value, at) => says(typeof value === "boolean", at, "is neither true nor false");
const count: Check = (value, at) =>
  says(typeof value === "number" && Number.isInteger(value) && value >= 0, at, "is no count");
const id: Check = (value, at) =>
  says(
    typeof value === "string" && /^[1-9]\d{0,18}$/.test(value) && BigInt(value) < 2n ** 63n,
    at,
    `is no id: ${JSON.stringify(value)}`,
  );
const moment: Check = (value, at) =>
  says(
    typeof value === "string" &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
      !Number.isNaN(Date.parse(value)),
    at,
    `is no date with milliseconds: ${JSON.stringify(value)}`,
  );
const day: Check = (value, at) =>
  says(
    typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value),
    at,
    `is no day: ${JSON.stringify(value)}`,
  );
const address: Check = (value, at) =>
  says(
    typeof value === "string" && /^https?:\/\/\S+$/.test(value) && URL.canParse(value),
    at,
    `is no whole address: ${JSON.stringify(value)}`,
  );
const oneOf =
  (...values: unknown[]): Check =>
  (value, at) =>
    says(values.includes(value), at, `is none of ${values.join(", ")}: ${JSON.stringify(value)}`);
const orNull =
  (check: Check): Check =>
  (value, at) =>
    value === null ? [] : check(value, at);
const optional =
  (check: Check): Check =>
  (value, at) =>
    value === undefined ? [] : check(value, at);
export const listOf =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((one, n) => check(one, `${at}[${n}]`)) : [`${at}: is no list`];
const object =
  (fields: Record<string, Check>): Check =>
  (value, at) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(fields).flatMap(([name, check]) =>
          check((value as Record<string, unknown>)[name], `${at}.${name}`),
        )
      : [`${at}: is no object`];

const html: Check = (value, at) => {
  if (typeof value !== "string") return [`${at}: is no text`];
  const tags = [...value.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name!.toLowerCase());
  const drawn = "p br a span del s pre code em strong b i u ul ol li blockquote".split(" ");
  return says(
    tags.every((name) => drawn.includes(name)),
    at,
    `has tags that apps do not draw: ${tags.filter((name) => !drawn.includes(name)).join(" ")}`,
  );
};

const nothing = listOf((_, at) => [`${at}: there is none yet`]);
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

/** A file that was sent; once it is thrown away, nothing. */
const uploaded: Check = (value, at) => (JSON.stringify(value) === "{}" ? [] : media(value, at));

/** One address takes a list and one of it, and answers nothing to a deletion. */
const oneOrAll =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value)
      ? listOf(check)(value, at)
      : Object.keys(value as object).length === 0
        ? []
        : check(value, at);
/** What each address answers, the more special first. */
const shapes: [RegExp, Check][] = [
  [/^\/api\/v2\/instance$/, instance],
  [/^\/api\/v1\/instance$/, oldInstance],
  [/^\/api\/v1\/preferences$/, preferences],
  [/^\/api\/v1\/accounts\/update_credentials$/, ownAccount],
  [/^\/api\/v1\/profile\/(avatar|header)$/, ownAccount],
  [/^\/api\/v1\/(bookmarks|favourites)$/, listOf(status)],
  [/^\/api\/v1\/mutes$/, listOf(mutedAccount)],
  [/^\/api\/v1\/(blocks|endorsements)$/, listOf(account)],
  [/^\/api\/v1\/accounts\/\d+\/endorsements$/, listOf(account)],
  [/^\/api\/v1\/domain_blocks$/, (value, at) => (Array.isArray(value) ? listOf(text)(value, at) : [])],
  [/^\/api\/v1\/accounts\/familiar_followers$/, listOf(object({ id, accounts: listOf(account) }))],
  [/^\/api\/v1\/accounts\/\d+\/((un)?(mute|block|pin|endorse)|note)$/, relationship],
  [/^\/api\/v1\/statuses\/\d+\/(un)?(bookmark|pin|mute)$/, status],
  [/^\/api\/v1\/accounts\/verify_credentials$/, ownAccount],
  [/^\/api\/v1\/accounts\/relationships$/, listOf(relationship)],
  [/^\/api\/v1\/accounts\/search$/, listOf(object({ id: optional(id) }))],
  [/^\/api\/v1\/accounts\/lookup$/, account],
  [/^\/api\/v1\/accounts\/\d+\/statuses$/, listOf(status)],
  [/^\/api\/v1\/accounts\/\d+\/(followers|following)$/, listOf(account)],
  [/^\/api\/v1\/accounts\/\d+\/lists$/, listOf(list)],
  [/^\/api\/v1\/accounts\/\d+\/((un)?follow|remove_from_followers)$/, relationship],
  [/^\/api\/v1\/accounts\/\d+$/, account],
  [/^\/api\/v1\/accounts$/, listOf(account)],
  [/^\/api\/v1\/follow_requests$/, listOf(account)],
  [/^\/api\/v1\/follow_requests\/\d+\/\w+$/, relationship],
  [/^\/api\/v1\/statuses\/\d+\/context$/, context],
  [/^\/api\/v1\/statuses\/\d+\/source$/, source],
  [/^\/api\/v1\/statuses\/\d+\/history$/, listOf(wording)],
  [/^\/api\/v1\/statuses\/\d+\/(favourited|reblogged)_by$/, listOf(account)],
  [/^\/api\/v1\/statuses(\/\d+(\/(un)?(favourite|reblog))?)?$/, status],
  [/^\/api\/v1\/polls\/\d+(\/votes)?$/, poll],
  [/^\/api\/v1\/conversations$/, listOf(conversation)],
  [/^\/api\/v1\/conversations\/\d+\/read$/, conversation],
  [/^\/api\/v1\/timelines\//, listOf(status)],
  [/^\/api\/v[12]\/media(\/\d+)?$/, uploaded],
  [/^\/api\/v1\/lists$/, oneOrAll(list)],
  [/^\/api\/v1\/lists\/\d+$/, oneOrAll(list)],
  [/^\/api\/v1\/lists\/\d+\/accounts$/, oneOrAll(account)],
  [/^\/api\/v1\/notifications$/, listOf(notification)],
  [/^\/api\/v1\/notifications\/\d+$/, notification],
  [/^\/api\/v2\/notifications(\/(favourite|reblog|ungrouped)-\d+)?$/, grouped],
  [/^\/api\/v1\/markers$/, markers],
  [/^\/api\/v2\/search$/, search],
];

shapes.push(
  [/^\/api\/v2\/filters\/keywords\/\d+$/, oneOrAll(filterKeyword)],
  [/^\/api\/v2\/filters\/statuses\/\d+$/, oneOrAll(filterStatus)],
  [/^\/api\/v2\/filters\/\d+\/keywords$/, oneOrAll(filterKeyword)],
  [/^\/api\/v2\/filters\/\d+\/statuses$/, oneOrAll(filterStatus)],
  [/^\/api\/v2\/filters(\/\d+)?$/, oneOrAll(filter)],
  [/^\/api\/v1\/filters(\/\d+)?$/, oneOrAll(oldFilter)],
);

/** Adds what a file beside this one knows of more addresses. */
export const alsoKnow = (more: typeof shapes) => shapes.unshift(...more);
export {
  address,
  count,
  day,
  field,
  html,
  id,
  mention,
  moment,
  object,
  oneOf,
  optional,
  orNull,
  text,
  yesNo,
};

/** The check for an address; null where none is known. */
export const shapeOf = (path: string) => shapes.find(([pattern]) => pattern.test(path)) ?? null;

/** Fails when an answer is not what apps take for granted. */
export function decodes(path: string, body: unknown): void {
  const shape = shapeOf(path);
  // The same address takes several by their ids.
  const check = path === "/api/v1/statuses" && Array.isArray(body) ? listOf(status) : shape?.[1];
  if (!check) throw new Error(`${path}: say in the decoder what it answers`);
  expect(check(body, path)).toEqual([]);
}
