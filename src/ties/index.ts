/**
 * What a member arranged about others, as everything else asks it. It imports no slice: notifications, posts and
 * workspaces stand on it. How it is arranged is in `relations`.
 */
export { apart, heard, nowPlaceholder, untold, unwanted } from "./conditions.ts";
export { blockedAmong, hasRelations, tiesTo, type Ties, unwantedAmong } from "./queries.ts";
export { toldAnyway } from "./rules.ts";
export { areApart, isTold } from "./told.ts";
