export {
  markRead,
  notify,
  settleRequest,
  type NewNotification,
  type NotificationKind,
} from "./operations.ts";
export { notificationsOf, type Told } from "./queries.ts";
export { routes } from "./routes.ts";
