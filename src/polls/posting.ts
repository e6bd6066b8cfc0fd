import { and, asc, eq, inArray } from "drizzle-orm";
import { poll, pollOption, pollVote } from "../../db/index.ts";
import type { Change, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import { invalid } from "../core/refusal.ts";
import { optionText, type PollElsewhere, type PollInput, pollInput } from "./input.ts";
import { hasEnded, longestElsewhere, mostElsewhere } from "./rules.ts";

/** The poll of a post: null for none; as its author here asks it, or as the server of its author shows it. */
export type GivenPoll = { here: PollInput | null } | { elsewhere: PollElsewhere | null };

async function pollNow(db: Reader, contentId: Id) {
  const [found] = await db.select().from(poll).where(eq(poll.contentId, contentId));
  if (!found) return null;
  const options = await db
    .select({ text: pollOption.text, votes: pollOption.votes })
    .from(pollOption)
    .where(eq(pollOption.contentId, contentId))
    .orderBy(asc(pollOption.position));
  return { ...found, options };
}

type Known = NonNullable<Awaited<ReturnType<typeof pollNow>>>;

const asksTheSame = (known: Known, multiple: boolean, texts: string[]): boolean =>
  known.multiple === multiple &&
  JSON.stringify(known.options.map(({ text }) => text)) === JSON.stringify(texts);

/**
 * Gives a post this poll. Where it asks something else than before, all votes are gone, as on Mastodon; else they stay,
 * and of one elsewhere the numbers are taken over.
 *
 * @returns whether anything is different now
 * @throws {Refusal} `invalid` for too few or too many answers, for two that are the same, and for too short or long a time
 */
export async function setPoll(made: Change, contentId: Id, given: GivenPoll): Promise<boolean> {
  const known = await pollNow(made.tx, contentId);
  const asked = "here" in given ? given.here : given.elsewhere;
  if (!asked) {
    if (known) await forgetPolls(made, [contentId]);
    return known !== null;
  }
  return "expiresIn" in asked
    ? setOwn(made, contentId, known, asked)
    : setElsewhere(made, contentId, known, asked);
}

async function setOwn(made: Change, contentId: Id, known: Known | null, asked: PollInput): Promise<boolean> {
  const parsed = pollInput.safeParse(asked);
  if (!parsed.success) throw invalid("poll", parsed.error.issues[0]!.message);
  const { options, expiresIn, multiple, hideTotals } = parsed.data;
  const ends = new Date(made.at.getTime() + expiresIn * 1000);
  if (known && asksTheSame(known, multiple, options)) {
    // What has ended does not begin again.
    if (hasEnded(known, made.at)) return false;
    await made.tx.update(poll).set({ ends, hideTotals }).where(eq(poll.contentId, contentId));
    return known.hideTotals !== hideTotals || known.ends?.getTime() !== ends.getTime();
  }
  await forgetPolls(made, [contentId]);
  await made.tx.insert(poll).values({ contentId, multiple, hideTotals, ends, voters: 0 });
  await putOptions(
    made,
    contentId,
    options.map((text) => ({ text, votes: 0 })),
  );
  return true;
}

const putOptions = ({ tx }: Change, contentId: Id, options: { text: string; votes: number }[]) =>
  tx.insert(pollOption).values(options.map((one, position) => ({ contentId, position, ...one })));

/** Numbers come from a server that may say anything: they are to fit. */
const counted = (count: number): number => Math.min(Math.max(0, count), 1_000_000_000);

async function setElsewhere(
  made: Change,
  contentId: Id,
  known: Known | null,
  shown: PollElsewhere,
): Promise<boolean> {
  const { tx, at } = made;
  const votes = new Map<string, number>();
  for (const { name, votes: count } of shown.options) {
    const text = optionText(name).slice(0, longestElsewhere);
    if (text && !votes.has(text) && votes.size < mostElsewhere) votes.set(text, counted(count));
  }
  const options = [...votes].map(([text, count]) => ({ text, votes: count }));
  if (options.length === 0) return false;
  const facts = {
    multiple: shown.several,
    hideTotals: shown.withoutTotals,
    ends: shown.endTime,
    closed: shown.closed,
    voters: shown.voters === null ? null : counted(shown.voters),
  };
  if (known && asksTheSame(known, shown.several, [...votes.keys()])) {
    // Whoever once hid the numbers until the end has shown them now.
    await tx.update(poll).set(facts).where(eq(poll.contentId, contentId));
    for (const [position, { votes: count }] of options.entries())
      if (known.options[position]!.votes !== count)
        await tx
          .update(pollOption)
          .set({ votes: count })
          .where(and(eq(pollOption.contentId, contentId), eq(pollOption.position, position)));
    return false;
  }
  await forgetPolls(made, [contentId]);
  // Nobody here voted in what had ended before it came.
  await tx.insert(poll).values({ contentId, ...facts, told: hasEnded(facts, at) });
  await putOptions(made, contentId, options);
  return true;
}

/** Deletes the polls of posts for good, with who chose what. */
export async function forgetPolls({ tx }: Pick<Change, "tx">, contentIds: Id[]): Promise<void> {
  if (contentIds.length === 0) return;
  await tx.delete(pollVote).where(inArray(pollVote.contentId, contentIds));
  await tx.delete(pollOption).where(inArray(pollOption.contentId, contentIds));
  await tx.delete(poll).where(inArray(poll.contentId, contentIds));
}
