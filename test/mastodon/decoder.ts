import { expect } from "vitest";
import {
  context,
  conversation,
  grouped,
  instance,
  list,
  markers,
  notification,
  oldInstance,
  preferences,
  relationship,
  search,
  source,
  wording,
} from "./decoder-answers.ts";
import { type Check, listOf, object, optional } from "./decoder-checks.ts";
import {
  account,
  filter,
  filterKeyword,
  filterStatus,
  media,
  mutedAccount,
  oldFilter,
  ownAccount,
  poll,
  status,
} from "./decoder-entities.ts";
import { id, text } from "./decoder-values.ts";

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
