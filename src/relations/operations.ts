import { and, eq } from "drizzle-orm";
import { accountNote, endorsement, hostBlock, mute, personBlock } from "../../db/index.ts";
import { change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import { hostIn } from "../directory/index.ts";
import { type MuteInput, muteInput, type NoteInput, noteInput } from "./input.ts";
import { partFrom, partFromHost, waitNoMore } from "./parting.ts";
import { knownTo } from "./targets.ts";

const oneself = (): Refusal => new Refusal("invalid", "That is you.");

/**
 * Mutes somebody: what they write is left out of one's lists, and with `notifications` nobody is told of it. Done again,
 * it has another end. They do not learn of it.
 *
 * @throws {Refusal} `not found`, also for a workspace that one may not know of; `invalid` for oneself
 */
export async function muteAccount(ctx: Context, targetId: Id, input: MuteInput = {}): Promise<void> {
  const { id: personId } = signedIn(ctx);
  const { duration, notifications } = muteInput.parse(input);
  if (targetId === personId) throw oneself();
  await change(ctx, async (made) => {
    const { tx, at } = made;
    await knownTo(ctx, tx, targetId);
    const ends = duration > 0 ? new Date(at.getTime() + duration * 1000) : null;
    await tx
      .insert(mute)
      .values({ personId, targetId, notifications, ends, created: at })
      .onConflictDoUpdate({ target: [mute.personId, mute.targetId], set: { notifications, ends } });
    if (notifications) await waitNoMore(made, personId, [targetId]);
  });
}

export async function unmuteAccount(ctx: Context, targetId: Id): Promise<void> {
  const { id: personId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx.delete(mute).where(and(eq(mute.personId, personId), eq(mute.targetId, targetId)));
  });
}

/**
 * Blocks somebody: neither sees the other in apps, neither is told of the other, and neither follows the other any more.
 * In a workspace to which both belong, what they write stays: there its managers decide.
 *
 * @throws {Refusal} `not found`; `invalid` for oneself and for a workspace, which one leaves
 */
export async function blockPerson(ctx: Context, targetId: Id): Promise<void> {
  const { id: actorId } = signedIn(ctx);
  if (targetId === actorId) throw oneself();
  await change(ctx, async (made) => {
    const target = await knownTo(ctx, made.tx, targetId);
    if (target.kind !== "person")
      throw new Refusal("invalid", "A workspace cannot be blocked. Leave it, or mute it.");
    await made.tx
      .insert(personBlock)
      .values({ actorId, targetId, created: made.at })
      .onConflictDoNothing({ target: [personBlock.actorId, personBlock.targetId] });
    await partFrom(made, actorId, targetId);
  });
}

export async function unblockPerson(ctx: Context, targetId: Id): Promise<void> {
  const { id: actorId } = signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx
      .delete(personBlock)
      .where(and(eq(personBlock.actorId, actorId), eq(personBlock.targetId, targetId)));
  });
}

/**
 * Blocks a server, for oneself alone: what its people write is left out, and those of them who follow one do so no more.
 *
 * @throws {Refusal} `invalid` on `domain`, also for this instance
 */
export async function blockHost(ctx: Context, domain: string): Promise<void> {
  const { id: personId } = signedIn(ctx);
  const host = domain.length > 300 ? null : hostIn(domain);
  if (!host) throw invalid("domain", "Enter the name of a server, such as north.example");
  if (host === ctx.host) throw invalid("domain", "That is your own organisation.");
  await change(ctx, async (made) => {
    await made.tx
      .insert(hostBlock)
      .values({ personId, host, created: made.at })
      .onConflictDoNothing({ target: [hostBlock.personId, hostBlock.host] });
    await partFromHost(made, personId, host);
  });
}

export async function unblockHost(ctx: Context, domain: string): Promise<void> {
  const { id: personId } = signedIn(ctx);
  const host = domain.trim().toLowerCase();
  await ctx.store.transaction(async (tx) => {
    await tx.delete(hostBlock).where(and(eq(hostBlock.personId, personId), eq(hostBlock.host, host)));
  });
}

/**
 * Keeps what a member writes down about somebody, for themselves alone; an empty one is none.
 *
 * @throws {Refusal} `not found`
 */
export async function setNote(ctx: Context, targetId: Id, input: NoteInput): Promise<void> {
  const { id: personId } = signedIn(ctx);
  const { text } = noteInput.parse(input);
  await ctx.store.transaction(async (tx) => {
    await knownTo(ctx, tx, targetId);
    await tx
      .delete(accountNote)
      .where(and(eq(accountNote.personId, personId), eq(accountNote.targetId, targetId)));
    if (text) await tx.insert(accountNote).values({ personId, targetId, text });
  });
}

/** How many one can recommend. */
const mostEndorsed = 100;

/**
 * Recommends a person or a workspace on one's profile, or does so no longer.
 *
 * @throws {Refusal} `not found`; `invalid` for oneself, and for more than a hundred
 */
export async function endorse(ctx: Context, targetId: Id, on: boolean): Promise<void> {
  const { id: personId } = signedIn(ctx);
  if (targetId === personId) throw oneself();
  await change(ctx, async ({ tx, at }) => {
    const mine = eq(endorsement.personId, personId);
    if (!on) {
      await tx.delete(endorsement).where(and(mine, eq(endorsement.targetId, targetId)));
      return;
    }
    await knownTo(ctx, tx, targetId);
    if ((await tx.$count(endorsement, mine)) >= mostEndorsed)
      throw new Refusal("invalid", `Nobody can recommend more than ${mostEndorsed}.`);
    await tx
      .insert(endorsement)
      .values({ personId, targetId, created: at })
      .onConflictDoNothing({ target: [endorsement.personId, endorsement.targetId] });
  });
}
