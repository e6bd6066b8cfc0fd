import type { NotificationKind } from "../notifications/index.ts";

/**
 * What comes of a member's duties, or is about their own place here, is told whoever did it. Of all else one is not
 * told where one muted or blocked them.
 */
export const toldAnyway: ReadonlySet<NotificationKind> = new Set<NotificationKind>([
  "join request",
  "agreement",
  "invitation accepted",
  "invitation declined",
  "approved",
  "declined",
  "removed",
  "manager",
  "refused",
  "edit refused",
  "attendance refused",
  "act refused",
  "deleted",
  "report",
  "report to administrators",
  "report decided",
  "blocked",
  "unblocked",
  "hidden",
  "moved",
]);
