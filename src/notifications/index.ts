export {
  forget,
  markRead,
  markReadUntil,
  notify,
  settleInvitation,
  settleRequest,
  type NewNotification,
  type NotificationKind,
} from "./operations.ts";
export { notificationsOf, type Told } from "./queries.ts";
export {
  changePolicy,
  type Choice,
  decideFiltered,
  filtered,
  type FilteredBy,
  type Policy,
  policyOf,
} from "./policy.ts";
export { routes } from "./routes.ts";
