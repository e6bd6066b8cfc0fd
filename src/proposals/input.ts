import { z } from "zod";
import { dayFrom, homeZone, momentAt } from "../gatherings/index.ts";
import { longestPlace, mostThings } from "./rules.ts";

/** What is offered or asked for, beside its words. */
export interface Proposal {
  quantity: number | null;
  until: Date | null;
  place: string | null;
}

/** The moment at which a day is over, where the program is at home. */
const endOf = (day: string): Date => new Date(momentAt({ day, clock: "23:59" }, homeZone).getTime() + 60_000);

/** How many, until when and where, as a form has it. Its fields are those of the form, for messages. */
export const proposalInput = z.object({
  quantity: z.string().transform((text, ctx) => {
    const words = text.replace(/[\s,]/g, "");
    if (words === "") return null;
    const count = /^\d{1,9}$/.test(words) ? Number(words) : 0;
    if (count > 0 && count <= mostThings) return count;
    ctx.addIssue({ code: "custom", message: "How many must be a whole number between 1 and 1,000,000" });
    return z.NEVER;
  }),
  until: z.object({ day: z.string(), month: z.string(), year: z.string() }).transform((parts, ctx) => {
    if (Object.values(parts).every((one) => one.trim() === "")) return null;
    const day = dayFrom(parts);
    if (day) return endOf(day);
    ctx.addIssue({ code: "custom", message: "The last day must be a real date, such as 27 3 2027" });
    return z.NEVER;
  }),
  place: z
    .string()
    .trim()
    .max(longestPlace, `The place must be ${longestPlace} characters or fewer`)
    .transform((text) => text || null),
});

export type ProposalInput = z.input<typeof proposalInput>;
