import { z } from "zod";
import { coverable } from "./rules.ts";

const text = (what: string, most: number) =>
  z
    .string({ error: `Enter ${what}` })
    .trim()
    .min(1, `Enter ${what}`)
    .max(most, `Write ${most.toLocaleString("en-GB")} characters or fewer`);

/** `2026-11-21`, as a date field of a form sends it. */
const date = (what: string) =>
  z
    .string()
    .trim()
    .transform((value, ctx) => {
      if (value === "") return null;
      const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
      if (at && !Number.isNaN(at.getTime()) && at.getUTCFullYear() < 2200) return at;
      ctx.addIssue({ code: "custom", message: `${what} must be a date, such as 2027-03-31` });
      return z.NEVER;
    });

const host = z
  .string({ error: "Enter the address of an organisation" })
  .trim()
  .toLowerCase()
  .transform((value) => value.replace(/^https?:\/\//, "").replace(/\/.*$/, ""))
  .refine((value) => /^[\w.-]+(:\d+)?$/.test(value), "Enter an address such as south.example");

export const offerInput = z
  .object({
    host,
    purpose: text("what you share and why", 2000),
    contact: text("whom they can speak to", 300),
    levels: z
      .preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.enum(coverable)))
      .refine((all) => all.length > 0, "Choose at least one kind of workspace"),
    starts: date("The first day").default(null),
    ends: date("The last day").default(null),
  })
  .refine(({ starts, ends }) => !starts || !ends || ends >= starts, {
    path: ["ends"],
    message: "The last day must be after the first",
  });
export type OfferInput = z.input<typeof offerInput>;

export const answerInput = z.object({
  decision: z.enum(["confirm", "decline"], { error: "Choose whether to confirm or decline" }),
  answer: z.string().trim().max(1000, "Write 1,000 characters or fewer").default(""),
});

export const endInput = z.object({
  reason: z.string().trim().max(1000, "Write 1,000 characters or fewer").default(""),
});

export const writingInput = z.object({ answer: text("who confirmed it, and where that is kept", 1000) });
