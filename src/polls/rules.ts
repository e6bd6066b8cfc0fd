import { Refusal } from "../core/refusal.ts";

export const fewestOptions = 2;
/** As Mastodon has it. What comes from elsewhere may have more, up to `mostElsewhere`. */
export const mostOptions = 4;
export const mostElsewhere = 20;
/** Characters. */
export const longestOption = 50;
export const longestElsewhere = 200;
/** Seconds from now. */
export const shortestPoll = 5 * 60;
/** A month, as Mastodon counts it. */
export const longestPoll = 2_629_746;

export const hasEnded = (poll: { closed: Date | null; ends: Date | null }, at: Date): boolean =>
  (poll.closed !== null && poll.closed <= at) || (poll.ends !== null && poll.ends <= at);

/** Whether it may be said how many chose what. */
export const totalsShown = (poll: { hideTotals: boolean }, ended: boolean): boolean =>
  ended || !poll.hideTotals;

export const pollEnded = (): Refusal => new Refusal("invalid", "This poll has ended.");
export const votedAlready = (): Refusal => new Refusal("invalid", "You have already voted in this poll.");
export const noSuchOption = (): Refusal => new Refusal("invalid", "This poll has no such answer.");
export const ownPoll = (): Refusal => new Refusal("invalid", "You cannot vote in your own poll.");
