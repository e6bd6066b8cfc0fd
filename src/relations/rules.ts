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
  "act refused",
  "deleted",
  "report",
  "report to administrators",
  "report decided",
  "blocked",
  "unblocked",
]);

/** For how long one may mute somebody, in seconds; 0 is until it is lifted. As Mastodon's own apps offer. */
export const muteDurations = [
  { seconds: 0, text: "Until you stop it" },
  { seconds: 86_400, text: "1 day" },
  { seconds: 7 * 86_400, text: "7 days" },
  { seconds: 30 * 86_400, text: "30 days" },
] as const;
