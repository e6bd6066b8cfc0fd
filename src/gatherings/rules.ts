import type { gathering } from "../../db/index.ts";
import { Refusal } from "../core/refusal.ts";

export type JoinMode = (typeof gathering.$inferSelect)["joinMode"];

export const joinModes = ["free", "restricted", "external", "none", "invite"] as const satisfies JoinMode[];

/** Characters. */
export const longestPlace = 300;
/** Milliseconds that an event may last. */
export const longestGathering = 60 * 24 * 60 * 60_000;
/** Milliseconds after its start when an event is over that does not say when it ends. */
const withoutEnd = 4 * 60 * 60_000;

export const isOver = ({ starts, ends }: { starts: Date; ends: Date | null }, now: Date): boolean =>
  (ends?.getTime() ?? starts.getTime() + withoutEnd) <= now.getTime();

/** Whether one can say here that one comes. */
export const takesAnswers = (joinMode: JoinMode): boolean => joinMode === "free" || joinMode === "restricted";

export const eventOver = (): Refusal => new Refusal("invalid", "This event is over.");
export const answerElsewhere = (): Refusal =>
  new Refusal("invalid", "Its organisers take answers on their own page, and not here.");
