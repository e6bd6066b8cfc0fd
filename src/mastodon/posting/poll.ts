import { z } from "zod";
import { Refusal } from "../../core/refusal.ts";
import type { PollInput } from "../../polls/index.ts";
import { flag, words } from "../input.ts";

/** The list of a form may come as numbered fields. */
const options = z.preprocess(
  (given) =>
    typeof given === "object" && given !== null && !Array.isArray(given)
      ? Object.values(given)
      : typeof given === "string"
        ? [given]
        : given,
  z.array(words),
);

const given = z.object({
  options,
  expires_in: z.coerce.number(),
  multiple: flag.nullish().transform((on) => on ?? false),
  hide_totals: flag.nullish().transform((on) => on ?? false),
});

/**
 * The poll that an app gives a post; undefined where it says nothing of one, null where it takes it away.
 *
 * @throws {Refusal} `invalid` where it cannot be read
 */
export function pollGiven(sent: unknown): PollInput | null | undefined {
  if (sent === undefined) return undefined;
  if (!sent || (typeof sent === "object" && Object.keys(sent).length === 0)) return null;
  const parsed = given.safeParse(sent);
  if (!parsed.success) throw new Refusal("invalid", "A poll needs its answers, and how long it runs.");
  const { options: texts, expires_in: expiresIn, multiple, hide_totals: hideTotals } = parsed.data;
  // Some apps send the fields that were left empty.
  return { options: texts.filter((text) => text.trim() !== ""), expiresIn, multiple, hideTotals };
}
