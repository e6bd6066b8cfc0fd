import type { PollShown } from "../../polls/index.ts";
import { date } from "../api.ts";

/** Mastodon's Poll. */
export interface Poll {
  id: string;
  expires_at: string | null;
  expired: boolean;
  multiple: boolean;
  votes_count: number;
  voters_count: number | null;
  options: { title: string; votes_count: number | null }[];
  emojis: never[];
  voted?: boolean;
  own_votes?: number[];
}

/** @param asked by somebody: whether they have voted is for them */
export const pollEntity = (shown: PollShown, asked: boolean): Poll => ({
  id: String(shown.id),
  expires_at: shown.ends && date(shown.ends),
  expired: shown.ended,
  multiple: shown.multiple,
  votes_count: shown.votes,
  // Where one answer is chosen, as many vote as there are votes.
  voters_count: shown.voters ?? (shown.multiple ? null : shown.votes),
  options: shown.options.map(({ text, votes }) => ({ title: text, votes_count: votes })),
  emojis: [],
  ...(asked ? { voted: shown.voted, own_votes: shown.own } : {}),
});
