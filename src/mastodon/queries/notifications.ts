import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import { notification as table } from "../../../db/index.ts";
import type { Id } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { heard } from "../../ties/index.ts";
import { type Api, readerOf } from "../api.ts";
import {
  aboutPeople,
  notification,
  type Notification,
  type NotificationType,
  type ShownKind,
  shownKinds,
  types,
} from "../entities/notification.ts";
import { between, direction, newestFirst, type Paging } from "../paging.ts";
import { accountsById } from "./accounts.ts";
import { undecided } from "./requests.ts";
import { shownIn } from "./shown.ts";

export interface Wanted {
  kinds: ShownKind[];
  accountId: Id | null;
}

/** What an app wants to see, by Mastodon's names. Names that are not known are ignored. */
export function wantedKinds(types_: string[], excluded: string[]): ShownKind[] {
  const known = new Set<string>(Object.values(types));
  const asked = types_.filter((type) => known.has(type));
  if (types_.length > 0 && asked.length === 0) return [];
  return shownKinds.filter(
    (kind) => (asked.length === 0 || asked.includes(types[kind])) && !excluded.includes(types[kind]),
  );
}

const chosen = (api: Api, { kinds, accountId }: Wanted) =>
  and(
    eq(table.personId, readerOf(api)),
    eq(table.filtered, false),
    inArray(table.kind, kinds),
    heard(table, api.ctx.clock()),
    undecided(api.ctx.store.db, table),
    accountId === null ? undefined : eq(table.actorId, accountId),
  );

export async function notificationIds(api: Api, wanted: Wanted, paging: Paging): Promise<Id[]> {
  if (wanted.kinds.length === 0) return [];
  const rows = await api.ctx.store.db
    .select({ id: table.id })
    .from(table)
    .where(and(chosen(api, wanted), between(table.id, paging)))
    .orderBy(direction(table.id, paging))
    .limit(paging.limit);
  return newestFirst(rows, paging).map(({ id }) => id);
}

/** Whose account an app shows: of the end of one's own poll, one's own. */
const byWhom = ({ actorId, kind, personId }: typeof table.$inferSelect): Id | null =>
  actorId ?? (kind === "poll" ? personId : null);

/** One's own notifications by id, in that order. What is about something one may not see any more is left out. */
export async function notificationsById(api: Api, ids: Id[]): Promise<Notification[]> {
  if (ids.length === 0) return [];
  const rows = await api.ctx.store.db
    .select()
    .from(table)
    .where(and(inArray(table.id, ids), chosen(api, { kinds: shownKinds, accountId: null })));
  const accounts = await accountsById(
    api,
    rows.flatMap((row) => byWhom(row) ?? []),
  );
  const about = [...new Set(rows.flatMap(({ contentId }) => (contentId === null ? [] : [contentId])))];
  const statuses = new Map((await shownIn(api, "notifications", about)).map((one) => [Number(one.id), one]));
  const found = new Map<Id, Notification>();
  for (const row of rows) {
    const who = byWhom(row);
    const account = who === null ? undefined : accounts.get(who);
    const status = row.contentId === null ? undefined : statuses.get(row.contentId);
    if (!account || (!aboutPeople.has(row.kind) && !status)) continue;
    found.set(row.id, notification({ ...row, kind: row.kind as ShownKind }, { account, status }));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** @throws {Refusal} `not found` */
export async function notificationById(api: Api, id: Id | null): Promise<Notification> {
  const [found] = id === null ? [] : await notificationsById(api, [id]);
  if (!found) throw notFound();
  return found;
}

/** How many are unread, of those newer than what the app has seen; `most` at most. */
export async function unreadCount(api: Api, wanted: Wanted, seen: Id, most: number): Promise<number> {
  if (wanted.kinds.length === 0) return 0;
  const rows = await api.ctx.store.db
    .select({ id: table.id })
    .from(table)
    .where(and(chosen(api, wanted), isNull(table.read), gt(table.id, seen)))
    .limit(most);
  return rows.length;
}

export interface Group {
  group_key: string;
  notifications_count: number;
  type: NotificationType;
  most_recent_notification_id: number;
  page_min_id: string;
  page_max_id: string;
  latest_page_notification_at: string;
  sample_account_ids: string[];
  status_id?: string;
}

/** Those of a page that belong together, the group with the newest first. */
export function grouped(items: Notification[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of items) {
    const group = groups.get(one.group_key);
    if (group) {
      group.notifications_count++;
      group.page_min_id = one.id;
      if (group.sample_account_ids.length < 8 && !group.sample_account_ids.includes(one.account.id))
        group.sample_account_ids.push(one.account.id);
      continue;
    }
    groups.set(one.group_key, {
      group_key: one.group_key,
      notifications_count: 1,
      type: one.type,
      most_recent_notification_id: Number(one.id),
      page_min_id: one.id,
      page_max_id: one.id,
      latest_page_notification_at: one.created_at,
      sample_account_ids: [one.account.id],
      ...(one.status ? { status_id: one.status.id } : {}),
    });
  }
  return [...groups.values()];
}

/** The ids of one group's notifications. */
export async function idsOfGroup(api: Api, key: string): Promise<Id[]> {
  const [, single] = /^ungrouped-(\d{1,16})$/.exec(key) ?? [];
  const [, how, about] = /^(favourite|reblog)-(\d{1,16})$/.exec(key) ?? [];
  if (!single && !about) return [];
  const rows = await api.ctx.store.db
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        eq(table.personId, readerOf(api)),
        single
          ? eq(table.id, Number(single))
          : and(eq(table.kind, how === "reblog" ? "boost" : "like"), eq(table.contentId, Number(about))),
      ),
    )
    .orderBy(table.id)
    .limit(200);
  return rows.map(({ id }) => id).reverse();
}
