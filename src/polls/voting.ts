import { and, eq, sql } from "drizzle-orm";
import { actor, poll, pollOption, pollVote, type Writer } from "../../db/index.ts";
import { mayReadPost, readableFacts } from "../attachments/index.ts";
import { change, type Change, type Context, signedIn } from "../context.ts";
import { type Id, newId } from "../core/id.ts";
import { invalid, notFound, Refusal } from "../core/refusal.ts";
import { isMeantFor } from "../posts/index.ts";
import { blockedHere, mayContribute, standing } from "../workspaces/index.ts";
import { optionText } from "./input.ts";
import { hasEnded, noSuchOption, ownPoll, pollEnded, votedAlready } from "./rules.ts";

/** A poll that the acting one may vote in now, and no other vote in it before this is over. */
async function votable(ctx: Context, { tx, at }: Change, contentId: Id, belongs: boolean) {
  const voter = signedIn(ctx);
  // Whoever votes waits for the others: twice at once is once.
  const [found] = await tx
    .update(poll)
    .set({ multiple: sql`${poll.multiple}` })
    .where(eq(poll.contentId, contentId))
    .returning();
  const post = found && (await readableFacts(tx, contentId));
  if (!found || !post || post.deleted) throw notFound();
  const { workspaceId } = post;
  const reads = voter.local
    ? await mayReadPost(tx, post, voter.id)
    : workspaceId !== null || (await isMeantFor(tx, contentId, voter.id));
  if (!reads) throw notFound();
  if (workspaceId !== null) {
    const stands = await standing(tx, workspaceId, voter.id);
    if (stands.blocked) throw blockedHere();
    if (!belongs && !mayContribute(stands, voter))
      throw new Refusal("forbidden", "Join this workspace to vote.");
  }
  if (post.authorId === voter.id) throw ownPoll();
  if (hasEnded(found, at)) throw pollEnded();
  const options = await tx.select().from(pollOption).where(eq(pollOption.contentId, contentId));
  const chosen = await tx
    .select({ position: pollVote.position })
    .from(pollVote)
    .where(and(eq(pollVote.contentId, contentId), eq(pollVote.actorId, voter.id)));
  const [author] = await tx.select({ local: actor.local }).from(actor).where(eq(actor.id, post.authorId));
  return { found, voter, options, chosen, countsHere: author?.local ?? false };
}

async function put(
  { tx, at }: Change,
  contentId: Id,
  actorId: Id,
  positions: number[],
  first: boolean,
): Promise<void> {
  for (const position of positions) {
    await tx.insert(pollVote).values({ contentId, actorId, position, created: at });
    await tx
      .update(pollOption)
      .set({ votes: sql`${pollOption.votes} + 1` })
      .where(and(eq(pollOption.contentId, contentId), eq(pollOption.position, position)));
  }
  if (first) await addVoter(tx, contentId);
}

const addVoter = (tx: Writer, contentId: Id) =>
  tx
    .update(poll)
    .set({ voters: sql`${poll.voters} + 1` })
    .where(eq(poll.contentId, contentId));

const toBeSent = (tx: Writer, contentId: Id) =>
  tx.update(poll).set({ changed: true }).where(eq(poll.contentId, contentId));

export interface CastVotes {
  contentId: Id;
  /** Positions of what is chosen, from 0. */
  choices: number[];
}

/**
 * Votes in a poll: once, and not changed any more. The server of its author counts, and is sent the vote.
 *
 * @throws {Refusal} `not found` where there is no poll, or one that the voter may not see; `forbidden` for who does not
 *   belong or was blocked; `invalid` for no or an unknown answer, for several where one is asked, for a second vote, in
 *   one's own poll, and after the end
 */
export async function castVotes(ctx: Context, { contentId, choices }: CastVotes): Promise<void> {
  await change(ctx, async (made) => {
    const { found, voter, options, chosen, countsHere } = await votable(ctx, made, contentId, false);
    if (chosen.length > 0) throw votedAlready();
    const positions = [...new Set(choices)];
    if (positions.length === 0) throw invalid("choice", "Choose an answer.");
    if (positions.some((one) => !options.some(({ position }) => position === one))) throw noSuchOption();
    if (positions.length > 1 && !found.multiple)
      throw new Refusal("invalid", "Choose one answer in this poll.");
    await put(made, contentId, voter.id, positions, true);
    if (countsHere) await toBeSent(made.tx, contentId);
    else
      for (const position of positions) {
        const voteIri = `${ctx.origin}/actors/${voter.id}#votes/${newId(made.at)}`;
        await made.record({ kind: "poll.voted", data: { pollId: contentId, position, voteIri } });
      }
  });
}

export interface CountVote {
  contentId: Id;
  /** The words of the option. */
  name: string;
  /** The home of a workspace elsewhere says that the voter belongs to it. */
  belongs: boolean;
}

/**
 * Counts the vote of somebody elsewhere in the poll of somebody here: one option, as each comes by itself. The same one
 * twice is one.
 *
 * @throws {Refusal} as `castVotes`; `conflict` where the poll is not of anybody here
 */
export async function countVote(ctx: Context, { contentId, name, belongs }: CountVote): Promise<void> {
  await change(ctx, async (made) => {
    const { found, voter, options, chosen, countsHere } = await votable(ctx, made, contentId, belongs);
    if (!countsHere) throw new Refusal("conflict", "Votes in this poll are counted elsewhere.");
    const option = options.find(({ text }) => text === optionText(name));
    if (!option) throw noSuchOption();
    if (chosen.some(({ position }) => position === option.position)) return;
    if (chosen.length > 0 && !found.multiple) throw votedAlready();
    await put(made, contentId, voter.id, [option.position], chosen.length === 0);
    await toBeSent(made.tx, contentId);
  });
}
