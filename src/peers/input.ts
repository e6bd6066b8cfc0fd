import { z } from "zod";

const host = z
  .string({ error: "Enter the address of a server" })
  .trim()
  .toLowerCase()
  .transform((value) => value.replace(/^https?:\/\//, "").replace(/\/.*$/, ""))
  .refine((value) => /^[\w-]+(\.[\w-]+)+(:\d+)?$/.test(value), "Enter an address such as south.example");

export const ruleInput = z.object({
  host,
  rule: z.enum(["none", "silenced", "suspended", "allowed"], { error: "Choose what holds for this server" }),
  reason: z.string().trim().max(1000, "Write 1,000 characters or fewer").default(""),
});
export type RuleInput = z.input<typeof ruleInput>;
