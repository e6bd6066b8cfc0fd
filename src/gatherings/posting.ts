import { eq, inArray } from "drizzle-orm";
import { gathering, type KeptGathering } from "../../db/index.ts";
import type { Change, Reader } from "../context.ts";
import type { Id } from "../core/id.ts";
import type { Gathering } from "./input.ts";
import { longestPlace } from "./rules.ts";
import { homeZone, isZone } from "./zones.ts";

/** An event as the server of its author shows it. */
export interface GatheringElsewhere extends Omit<Gathering, "timezone"> {
  timezone: string | null;
}

const factsOf = ({ starts, ends, timezone, place, online, link, joinMode }: GatheringElsewhere) => ({
  starts,
  ends: ends && ends > starts ? ends : null,
  timezone: isZone(timezone) ? timezone : homeZone,
  place: place?.slice(0, longestPlace) || null,
  online,
  link,
  joinMode,
});

/** When and where an event is to be now; null for what is none. */
export async function gatheringNow(db: Reader, contentId: Id): Promise<Gathering | null> {
  const [found] = await db.select().from(gathering).where(eq(gathering.contentId, contentId));
  return found ?? null;
}

/** As a history keeps it. */
export const keptGathering = (facts: Gathering | null): KeptGathering | null => {
  if (!facts) return null;
  const { starts, ends, timezone, place, online, link, joinMode } = facts;
  return {
    ...{ timezone, place, online, link, joinMode },
    starts: starts.getTime(),
    ends: ends?.getTime() ?? null,
  };
};

export const fromKept = ({ starts, ends, ...rest }: KeptGathering): Gathering => ({
  ...rest,
  starts: new Date(starts),
  ends: ends === null ? null : new Date(ends),
});

/**
 * Says of a post when and where it takes place. Who said that they come is not asked again.
 *
 * @returns whether anything is different now
 */
export async function setGathering(
  { tx }: Pick<Change, "tx">,
  contentId: Id,
  given: GatheringElsewhere,
): Promise<boolean> {
  const facts = factsOf(given);
  const before = await gatheringNow(tx, contentId);
  if (before && JSON.stringify(keptGathering(before)) === JSON.stringify(keptGathering(facts))) return false;
  await tx
    .insert(gathering)
    .values({ contentId, ...facts })
    .onConflictDoUpdate({ target: gathering.contentId, set: facts });
  return true;
}

/** Deletes for good when and where posts took place, with who came. */
export async function forgetGatherings({ tx }: Pick<Change, "tx">, contentIds: Id[]): Promise<void> {
  if (contentIds.length > 0) await tx.delete(gathering).where(inArray(gathering.contentId, contentIds));
}
