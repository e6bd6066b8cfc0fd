/**
 * Ids: 41 bits of milliseconds since 1970 and 12 bits of sequence, below 2^53. SQLite's rowid, PostgreSQL's bigint,
 * a JavaScript number and a decimal string that fits int64; it sorts by time, as clients of Mastodon's API do.
 */
export type Id = number;

const perMillisecond = 4096;
let lastMillisecond = 0;
let sequence = 0;

/** A new id for something that happens at `at`. Unique in this process; across processes the random start decides. */
export function newId(at: Date): Id {
  const millisecond = at.getTime();
  if (millisecond !== lastMillisecond) {
    lastMillisecond = millisecond;
    sequence = Math.floor(Math.random() * perMillisecond);
  } else sequence = (sequence + 1) % perMillisecond;
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
