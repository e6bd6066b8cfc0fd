import type { Acting } from "../context.ts";
import { Refusal } from "../core/refusal.ts";
import { mayContribute, mayManage, type Standing } from "../workspaces/index.ts";

/** Whether somebody has something to give, or looks for it. */
export const purposes = ["offer", "request"] as const;
export type Purpose = (typeof purposes)[number];

/** Things, at most. */
export const mostThings = 1_000_000;
/** Characters. */
export const longestPlace = 300;

/** Whether its last day is over. */
export const isPast = ({ until }: { until: Date | null }, now: Date): boolean =>
  until !== null && until <= now;

/** Its author, as long as they may edit it, and managers say that it does not stand any more, or does again. */
export const maySettle = (
  standing: Standing,
  acting: Acting,
  { authorId, locked }: { authorId: number; locked: Date | null },
): boolean =>
  mayContribute(standing, acting) && (mayManage(standing) || (authorId === acting.id && locked === null));

export const onlyAuthors = (): Refusal =>
  new Refusal("forbidden", "Only its author or a manager can say whether it still stands.");
