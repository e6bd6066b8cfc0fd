import { z } from "zod";

const day = 24 * 60 * 60_000;

/** How long a block can be made for, in ms; 0 for until it is lifted. */
export const lengths = {
  always: 0,
  day,
  week: 7 * day,
  month: 28 * day,
} as const;

export const blockInput = z.object({
  length: z.enum(["always", "day", "week", "month"], { error: "Choose how long" }),
  reason: z.string().trim().max(1000, "The reason must be 1,000 characters or fewer").default(""),
});

export const reportInput = z.object({
  reason: z
    .string({ error: "Say what is wrong" })
    .trim()
    .min(1, "Say what is wrong")
    .max(2000, "What you say must be 2,000 characters or fewer"),
});

export const decisionInput = z.object({
  decision: z.enum(["remove", "block", "hide", "acted", "dismissed"], { error: "Choose what to do" }),
  note: z.string().trim().max(1000, "The answer must be 1,000 characters or fewer").default(""),
});

export const hidingInput = z.object({
  reason: z
    .string({ error: "Say why" })
    .trim()
    .min(1, "Say why")
    .max(1000, "The reason must be 1,000 characters or fewer"),
});
