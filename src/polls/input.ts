import { z } from "zod";
import { fewestOptions, longestOption, longestPoll, mostOptions, shortestPoll } from "./rules.ts";

/** An option as it is kept, of here and of elsewhere: one line. */
export const optionText = (text: string): string => text.replace(/\s+/g, " ").trim();

const option = z
  .string()
  .transform(optionText)
  .pipe(
    z
      .string()
      .min(1, "Write something in each answer")
      .max(longestOption, `Each answer must be ${longestOption} characters or fewer`),
  );

const few = `A poll needs at least ${fewestOptions} answers`;

/** What its author asks. */
export const pollInput = z.object({
  options: z
    .array(option, { error: few })
    .min(fewestOptions, few)
    .max(mostOptions, `A poll can have ${mostOptions} answers`)
    .refine((all) => new Set(all).size === all.length, "Each answer must be different"),
  /** Seconds until it ends. */
  expiresIn: z
    .number({ error: "Choose how long the poll runs" })
    .int()
    .min(shortestPoll, "A poll must run for at least 5 minutes")
    .max(longestPoll, "A poll can run for a month at most"),
  multiple: z.boolean().default(false),
  hideTotals: z.boolean().default(false),
});

export type PollInput = z.input<typeof pollInput>;

/** A poll as the server of its author shows it. */
export interface PollElsewhere {
  several: boolean;
  options: { name: string; votes: number }[];
  endTime: Date | null;
  closed: Date | null;
  voters: number | null;
  /** It says nothing of how many chose what. */
  withoutTotals: boolean;
}
