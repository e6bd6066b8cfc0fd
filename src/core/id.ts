/**
 * Ids: 41 bits of milliseconds since 1970 and 12 bits of sequence, below 2^53. SQLite's rowid, PostgreSQL's bigint,
 * a JavaScript number and a decimal string that fits int64; it sorts by time, as clients of Mastodon's API do.
 */
export type Id = number;

const perMillisecond = 4096;
/** The last sequence given for each of the newest moments: a history comes with its times in any order, and often to the second. */
let given = new Map<number, number>();
/** The same for those before, as many: then all are forgotten at once, which costs nothing, where the oldest has to be looked for. */
let before = new Map<number, number>();
const remembered = 5_000;

/**
 * A new id for something that happens at `at`. Unique in this process; across processes, and for a moment that was
 * forgotten, the random start decides, and the primary key refuses the rest.
 */
export function newId(at: Date): Id {
  const millisecond = at.getTime();
  const last =
    given.get(millisecond) ?? before.get(millisecond) ?? Math.floor(Math.random() * perMillisecond);
  const sequence = (last + 1) % perMillisecond;
  given.set(millisecond, sequence);
  if (given.size === remembered) [before, given] = [given, new Map()];
  return millisecond * perMillisecond + sequence;
}

/** The moment an id was made for. */
export const timeOfId = (id: Id): Date => new Date(Math.floor(id / perMillisecond));

/** Reads an id from an address; nothing else than an id of ours passes. */
export function parseId(text: string | undefined): Id | null {
  if (!text || !/^[1-9]\d{0,15}$/.test(text)) return null;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : null;
}
