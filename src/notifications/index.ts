export { markRead, notify, type NewNotification, type NotificationKind } from "./operations.ts";
