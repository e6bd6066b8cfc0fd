import { type Check, listOf, object, oneOf, optional, orNull } from "./decoder-checks.ts";
import { account, status } from "./decoder-entities.ts";
import { address, count, day, html, id, moment, text, yesNo } from "./decoder-values.ts";
import { alsoKnow } from "./decoder.ts";

/** A number in digits, as Mastodon writes counts of hashtags. */
const digits = (value: unknown, at: string) =>
  typeof value === "string" && /^\d+$/.test(value) ? [] : [`${at}: is no number in digits`];

const made = object({ id, endpoint: address, standard: yesNo, alerts: object({}), server_key: text });
/** Taken back, nothing is left to say. */
const orNothing =
  (check: Check): Check =>
  (value, at) =>
    typeof value === "object" && Object.keys(value ?? {}).length === 0 ? [] : check(value, at);

/** A list, or the one that was just made. */
const oneOrMore =
  (check: Check): Check =>
  (value, at) =>
    (Array.isArray(value) ? listOf(check) : check)(value, at);

const history = listOf(object({ day: digits, uses: digits, accounts: digits }));
export const tag = object({ id, name: text, url: address, history, following: optional(yesNo) });
const featured = object({
  id,
  name: text,
  url: address,
  statuses_count: digits,
  last_status_at: orNull(day),
});

const choice = oneOf("accept", "filter", "drop");
const summary = object({ pending_requests_count: count, pending_notifications_count: count });
const policy = object({
  for_not_following: choice,
  for_not_followers: choice,
  for_new_accounts: choice,
  for_private_mentions: choice,
  for_limited_accounts: choice,
  summary,
});
const oldPolicy = object({
  filter_not_following: yesNo,
  filter_not_followers: yesNo,
  filter_new_accounts: yesNo,
  filter_private_mentions: yesNo,
  summary,
});
const request = object({
  id,
  created_at: moment,
  updated_at: moment,
  notifications_count: digits,
  account,
  last_status: orNull(status),
});

const scheduled = object({
  id,
  scheduled_at: moment,
  params: object({ text, visibility: text }),
  media_attachments: listOf(object({ id })),
});
const report = object({
  id,
  action_taken: yesNo,
  action_taken_at: orNull(moment),
  category: oneOf("spam", "legal", "violation", "other"),
  comment: text,
  forwarded: yesNo,
  created_at: moment,
  status_ids: orNull(listOf(id)),
  rule_ids: orNull(listOf(id)),
  target_account: account,
});
const announcement = object({
  id,
  content: html,
  published_at: moment,
  updated_at: moment,
  all_day: yesNo,
  read: optional(yesNo),
});
const page = object({ updated_at: optional(moment), content: text });
const suggestion = object({ source: text, sources: listOf(text), account });

const adminAccount = object({
  id,
  username: text,
  domain: orNull(text),
  created_at: moment,
  email: orNull(text),
  confirmed: yesNo,
  approved: yesNo,
  disabled: yesNo,
  silenced: yesNo,
  suspended: yesNo,
  role: object({ id: text, name: text }),
  account,
});
const adminReport = object({
  id,
  action_taken: yesNo,
  category: text,
  comment: text,
  created_at: moment,
  updated_at: moment,
  account: adminAccount,
  target_account: adminAccount,
  statuses: listOf(status),
  rules: listOf(object({ id })),
});
const domainBlock = object({
  id,
  domain: text,
  digest: text,
  created_at: moment,
  severity: oneOf("silence", "suspend", "noop"),
});
const domainAllow = object({ id, domain: text, created_at: moment });

alsoKnow([
  [/^\/api\/v1\/push\/subscription$/, orNothing(made)],
  [/^\/api\/v1\/tags\/[^/]+(\/\w+)?$/, tag],
  [/^\/api\/v1\/(followed_tags|trends\/tags|trends|featured_tags\/suggestions)$/, listOf(tag)],
  [/^\/api\/v1\/(accounts\/\d+\/)?featured_tags$/, oneOrMore(featured)],
  [/^\/api\/v1\/trends\/statuses$/, listOf(status)],
  [/^\/api\/v1\/trends\/links$/, listOf(object({ url: address }))],
  [/^\/api\/v2\/notifications\/policy$/, policy],
  [/^\/api\/v1\/notifications\/policy$/, oldPolicy],
  [/^\/api\/v1\/notifications\/requests$/, listOf(request)],
  [/^\/api\/v1\/notifications\/requests\/\d+$/, request],
  [/^\/api\/v1\/scheduled_statuses$/, listOf(scheduled)],
  [/^\/api\/v1\/scheduled_statuses\/\d+$/, orNothing(scheduled)],
  [/^\/api\/v1\/reports$/, report],
  [/^\/api\/v1\/announcements$/, listOf(announcement)],
  [/^\/api\/v1\/instance\/(extended_description|privacy_policy|terms_of_service)$/, page],
  [/^\/api\/v1\/(suggestions|directory)$/, listOf(account)],
  [/^\/api\/v2\/suggestions$/, listOf(suggestion)],
  [/^\/api\/v1\/admin\/accounts$/, listOf(adminAccount)],
  [/^\/api\/v2\/admin\/accounts$/, listOf(adminAccount)],
  [/^\/api\/v1\/admin\/accounts\/\d+(\/(approve|reject|unsuspend))?$/, adminAccount],
  [/^\/api\/v1\/admin\/accounts\/\d+\/action$/, object({})],
  [/^\/api\/v1\/admin\/reports$/, listOf(adminReport)],
  [/^\/api\/v1\/admin\/reports\/\d+(\/\w+)?$/, adminReport],
  [/^\/api\/v1\/admin\/domain_blocks$/, oneOrMore(domainBlock)],
  [/^\/api\/v1\/admin\/domain_allows$/, oneOrMore(domainAllow)],
  [/^\/api\/v1\/admin\/domain_allows\/\d+$/, orNothing(domainAllow)],
  [/^\/api\/v1\/admin\/domain_blocks\/\d+$/, orNothing(domainBlock)],
]);
