import { type StoredPoll, totalsShown } from "../../src/polls/index.ts";
import type { Json } from "../actors/documents.ts";

/**
 * What makes a post a poll, as Mastodon has it (FEP-9967): `oneOf` or `anyOf`, each with its number of votes, and who
 * voted only as a number. While its author keeps the numbers back, they are left out.
 */
export function pollDocument(poll: StoredPoll): Json {
  const { multiple, options, ends, closed, voters } = poll;
  const shown = totalsShown(poll, closed !== null);
  const offered = options.map(({ text, votes }) => ({
    type: "Note",
    name: text,
    replies: { type: "Collection", ...(shown ? { totalItems: votes } : {}) },
  }));
  return {
    type: "Question",
    [multiple ? "anyOf" : "oneOf"]: offered,
    ...(voters === null ? {} : { votersCount: voters }),
    ...(ends ? { endTime: ends.toISOString() } : {}),
    ...(closed ? { closed: closed.toISOString() } : {}),
  };
}
