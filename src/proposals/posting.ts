import { and, eq, inArray, lt, or, sql } from "drizzle-orm";
import { content, type KeptProposal, proposal } from "../../db/index.ts";
import type { Change, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { timeSaid } from "../forums/index.ts";
import type { Proposal } from "./input.ts";
import { longestPlace, mostThings } from "./rules.ts";

/** Whether it still stands, and when that was said. */
export interface Settled {
  closed: boolean;
  said: Date;
}

/** An offer or a request as the server of its author shows it. */
export type ProposalElsewhere = Proposal & Settled;

/** As it stands, whoever asks. */
export type StoredProposal = typeof proposal.$inferSelect;

type Writing = Pick<Change, "tx" | "at">;

const factsOf = ({ quantity, until, place }: Proposal): Proposal => ({
  quantity: quantity !== null && quantity > 0 && quantity <= mostThings ? quantity : null,
  until,
  place: place?.slice(0, longestPlace) || null,
});

/** These posts, of those that are offers or requests. */
export async function storedProposals(db: Reader, ids: Id[]): Promise<Map<Id, StoredProposal>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select().from(proposal).where(inArray(proposal.contentId, ids));
  return new Map(rows.map((row) => [row.contentId, row]));
}

/** What is offered or asked for now; null for what is neither. */
export async function proposalNow(db: Reader, contentId: Id): Promise<StoredProposal | null> {
  const [found] = await db.select().from(proposal).where(eq(proposal.contentId, contentId));
  return found ?? null;
}

/** As a history keeps it: whether it stands is none of its wordings. */
export const keptProposal = (facts: Proposal | null): KeptProposal | null =>
  facts && { quantity: facts.quantity, until: facts.until?.getTime() ?? null, place: facts.place };

export const fromKeptProposal = ({ quantity, until, place }: KeptProposal): Proposal => ({
  quantity,
  until: until === null ? null : new Date(until),
  place,
});

/**
 * Says of a post how many, until when and where; of one from elsewhere also whether it stands.
 *
 * @returns whether anything is different in the first three
 */
export async function setProposal(
  made: Writing,
  contentId: Id,
  given: Proposal | ProposalElsewhere,
): Promise<boolean> {
  const { tx, at } = made;
  const facts = factsOf(given);
  const before = await proposalNow(tx, contentId);
  if (!before) {
    const state = "said" in given ? { closed: given.closed, said: timeSaid(given.said, at) } : { said: at };
    await tx.insert(proposal).values({ contentId, ...facts, ...state });
    return true;
  }
  if ("said" in given) await settle(made, contentId, given);
  if (JSON.stringify(keptProposal(before)) === JSON.stringify(keptProposal(facts))) return false;
  await tx.update(proposal).set(facts).where(eq(proposal.contentId, contentId));
  return true;
}

/**
 * Somebody says whether it still stands. Their last word counts, in whatever order they are heard; of two in the same
 * moment the one that it does not.
 *
 * @returns whether this is the last word, and there is something that it is about
 */
export async function settle(
  { tx, at }: Writing,
  contentId: Id,
  { closed, said: when }: Settled,
): Promise<boolean> {
  const said = timeSaid(when, at);
  const later = closed
    ? or(lt(proposal.said, said), and(eq(proposal.said, said), eq(proposal.closed, false)))
    : lt(proposal.said, said);
  const heard = await tx
    .update(proposal)
    .set({ closed, said })
    .where(and(eq(proposal.contentId, contentId), later))
    .returning({ contentId: proposal.contentId });
  if (heard.length > 0) await shownAnew({ tx }, contentId);
  return heard.length > 0;
}

/** What was made of a post says whether it stands. */
export const shownAnew = ({ tx }: Pick<Change, "tx">, contentId: Id): Promise<unknown> =>
  tx
    .update(content)
    .set({ version: sql`${content.version} + 1` })
    .where(eq(content.id, contentId));

/** Deletes for good what was offered or asked for. */
export async function forgetProposals({ tx }: Pick<Change, "tx">, contentIds: Id[]): Promise<void> {
  if (contentIds.length > 0) await tx.delete(proposal).where(inArray(proposal.contentId, contentIds));
}
