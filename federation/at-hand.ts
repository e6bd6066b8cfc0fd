import { AllTakenBack, type Store } from "../db/index.ts";
import type { Deps } from "./deps.ts";

/** What is needed is not at hand within a transaction: then it is done alone, and takes the time that it takes. */
class NotAtHand extends Error {}

/** A part of a transaction, with what it may use, and how it says that this is not enough. */
export interface AtHand {
  deps: Deps;
  /** Takes the part back. */
  leave(): never;
  /** Whether something was asked for that is not at hand, also where somebody thought nothing of it. */
  lacks(): boolean;
}

/**
 * What every part of federation works with, as far as it is there without asking anybody: the database as the transaction
 * sees it, and keys that are in memory. Nothing goes out over the network while others wait to write.
 */
function atHand(deps: Deps, store: Store): AtHand {
  let lacking = false;
  const leave = (): never => {
    lacking = true;
    throw new NotAtHand();
  };
  const absent = new Proxy({}, { get: leave }) as never;
  return {
    deps: {
      ...deps,
      store,
      agent: absent,
      keys: absent,
      specs: absent,
      actorTokens: absent,
      elsewhere: absent,
      instanceActor: leave,
      publicKeys: {
        ...deps.publicKeys,
        get: leave,
        refetch: leave,
        askedBy: leave,
        ofProof: async (keyId) => deps.publicKeys.kept(keyId) ?? leave(),
      },
    },
    leave,
    lacks: () => lacking,
  };
}

/**
 * Does one thing as a part of a transaction, with what is at hand there.
 *
 * @throws whatever it fails by, also where something was not at hand: nothing of it remains then
 */
export const asPart = <Done>(
  deps: Deps,
  within: Store,
  deal: (part: AtHand) => Promise<Done>,
): Promise<Done> =>
  within.together(async (store) => {
    const part = atHand(deps, store);
    const result = await deal(part);
    if (part.lacks()) part.leave();
    return result;
  });

/** So many at most are done in one transaction, and for so long, in ms: others wait for their turn to write. */
const most = 100;
const longest = 50;

/**
 * Deals with one after another in one transaction: what is written costs a fraction of what it costs alone, and what is
 * read is at hand. It ends before one that fails, or that needs what is not at hand; of that nothing remains.
 *
 * @param together what is written once for all that were dealt with, in the same transaction
 * @returns how many were dealt with, and whether the next one has to be dealt with alone
 */
export async function atOnce<One>(
  deps: Deps,
  all: readonly One[],
  deal: (one: One, part: AtHand) => Promise<void>,
  together: (done: readonly One[], within: Store) => Promise<void>,
): Promise<{ done: number; alone: boolean }> {
  // On PostgreSQL others write meanwhile: whoever holds more rows than one thing needs may wait for whoever waits for it.
  const few = all.slice(0, deps.store.dialect === "sqlite" ? most : 1);
  let done = 0;
  const attempt = async (apart: boolean) => {
    done = 0;
    const alone = await deps.store.together(async (within) => {
      const fails = await each(within);
      if (done > 0) await together(few.slice(0, done), within);
      return fails;
    }, apart);
    return { done, alone };
  };
  try {
    try {
      return await attempt(false);
    } catch (error) {
      if (few.length === 1 || !(error instanceof AllTakenBack)) throw error;
      return await attempt(true);
    }
  } catch {
    // It could not be kept, as when the disk is full: alone, whoever is concerned says so.
    return { done: 0, alone: true };
  }

  async function each(within: Store): Promise<boolean> {
    // From when it is their turn: whoever waits long for it would never get on otherwise.
    const until = deps.stopwatch() + longest;
    for (const one of few) {
      if (deps.stopwatch() > until) return false;
      try {
        await asPart(deps, within, (part) => deal(one, part));
      } catch {
        return true;
      }
      done++;
    }
    return false;
  }
}
