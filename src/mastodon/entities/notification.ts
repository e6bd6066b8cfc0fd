import type { NotificationKind } from "../../notifications/index.ts";
import { date } from "../api.ts";
import type { Account } from "./account.ts";
import type { Status } from "./status.ts";

/** What apps for Mastodon can show of what members here are told. The rest stands on the pages. */
export const types = {
  reply: "mention",
  mention: "mention",
  like: "favourite",
  boost: "reblog",
  follow: "follow",
  "follow request": "follow_request",
  post: "status",
  poll: "poll",
  "join request": "follow_request",
} as const satisfies Partial<Record<NotificationKind, string>>;

export type ShownKind = keyof typeof types;
export type NotificationType = (typeof types)[ShownKind];
export const shownKinds = Object.keys(types) as ShownKind[];

/** Mastodon's Notification. */
export interface Notification {
  id: string;
  type: NotificationType;
  group_key: string;
  created_at: string;
  account: Account;
  status?: Status;
}

/** What is told of somebody, and of no post. */
export const aboutPeople: ReadonlySet<string> = new Set(["join request", "follow request", "follow"]);

/** Those who like one post are one group, and those who pass it on; everything else stands alone. */
export const groupKey = (type: NotificationType, id: number, statusId: number | null): string =>
  (type === "favourite" || type === "reblog") && statusId !== null
    ? `${type}-${statusId}`
    : `ungrouped-${id}`;

export function notification(
  row: { id: number; kind: ShownKind; created: Date; contentId: number | null },
  { account, status }: { account: Account; status: Status | undefined },
): Notification {
  const type = types[row.kind];
  return {
    id: String(row.id),
    type,
    group_key: groupKey(type, row.id, row.contentId),
    created_at: date(row.created),
    account,
    ...(status ? { status } : {}),
  };
}
