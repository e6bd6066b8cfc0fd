import { and, asc, eq, inArray } from "drizzle-orm";
import { content, poll, pollOption, pollVote, type Reader } from "../../db/index.ts";
import type { Context } from "../context.ts";
import type { Id } from "../core/id.ts";
import { hasEnded, totalsShown } from "./rules.ts";

/** A poll as it stands, whoever asks. */
export type StoredPoll = typeof poll.$inferSelect & { options: { text: string; votes: number }[] };

/** The polls of these posts. */
export async function storedPolls(db: Reader, ids: Id[]): Promise<Map<Id, StoredPoll>> {
  const found = new Map<Id, StoredPoll>();
  if (ids.length === 0) return found;
  const rows = await db.select().from(poll).where(inArray(poll.contentId, ids));
  if (rows.length === 0) return found;
  for (const row of rows) found.set(row.contentId, { ...row, options: [] });
  const options = await db
    .select()
    .from(pollOption)
    .where(inArray(pollOption.contentId, [...found.keys()]))
    .orderBy(asc(pollOption.position));
  for (const { contentId, text, votes } of options) found.get(contentId)!.options.push({ text, votes });
  return found;
}

/** A poll as one reader sees it. */
export interface PollShown {
  id: Id;
  multiple: boolean;
  ends: Date | null;
  ended: boolean;
  /** People who voted; null where nobody says. */
  voters: number | null;
  /** All votes together. */
  votes: number;
  /** `votes` is null until the end, where its author wants it so. */
  options: { text: string; votes: number | null }[];
  /** The reader has voted; of one's own poll, nothing is left to do either. */
  voted: boolean;
  /** Positions of what the reader chose. */
  own: number[];
  mine: boolean;
}

/** The polls of posts that the asker may see. */
export async function pollsOf({ store, actor, clock }: Context, ids: Id[]): Promise<Map<Id, PollShown>> {
  const stored = await storedPolls(store.db, ids);
  const shown = new Map<Id, PollShown>();
  if (stored.size === 0) return shown;
  const readerId = actor?.id ?? 0;
  const among = [...stored.keys()];
  const chosen = await store.db
    .select({ contentId: pollVote.contentId, position: pollVote.position })
    .from(pollVote)
    .where(and(inArray(pollVote.contentId, among), eq(pollVote.actorId, readerId)))
    .orderBy(asc(pollVote.position));
  const written = await store.db
    .select({ id: content.id })
    .from(content)
    .where(and(inArray(content.id, among), eq(content.authorId, readerId)));
  const now = clock();
  for (const [id, one] of stored) {
    const ended = hasEnded(one, now);
    const open = totalsShown(one, ended);
    const own = chosen.filter(({ contentId }) => contentId === id).map(({ position }) => position);
    const mine = written.some((post) => post.id === id);
    shown.set(id, {
      id,
      multiple: one.multiple,
      ends: one.closed ?? one.ends,
      ended,
      voters: one.voters,
      votes: one.options.reduce((sum, { votes }) => sum + votes, 0),
      options: one.options.map(({ text, votes }) => ({ text, votes: open ? votes : null })),
      voted: mine || own.length > 0,
      own,
      mine,
    });
  }
  return shown;
}
