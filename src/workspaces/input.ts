import { z } from "zod";
import { levels } from "./rules.ts";

const name = z
  .string({ error: "Enter a name" })
  .trim()
  .min(3, "Enter a name of at least 3 letters")
  .max(100, "The name must be 100 characters or fewer");
const purpose = z
  .string({ error: "Say what the workspace is for" })
  .trim()
  .min(10, "Say in a sentence what the workspace is for")
  .max(300, "The purpose must be 300 characters or fewer");
const source = z.string().trim().max(20_000, "The home page must be 20,000 characters or fewer").default("");
const level = z.enum(levels, { error: "Choose who can join" });

export const workspaceInput = z.object({
  name,
  handle: z.string().trim().toLowerCase().optional(),
  purpose,
  level,
  source,
  managersPost: z.coerce.boolean().default(false),
});
export type WorkspaceInput = z.input<typeof workspaceInput>;

/** The level has a form of its own, because it changes who sees what was written so far. */
export const settingsInput = workspaceInput.omit({ level: true, handle: true });
export type SettingsInput = z.input<typeof settingsInput>;

export const levelInput = workspaceInput.pick({ level: true });

/** People at most whom one form invites. */
export const mostInvited = 50;

export const invitationInput = z.object({
  people: z
    .string({ error: "Enter who to invite" })
    .trim()
    .min(1, "Enter who to invite, one on each line")
    .transform((text) => [...new Set(text.split(/[\n,;]+/).map((one) => one.trim()))].filter(Boolean))
    .refine((all) => all.length <= mostInvited, `Enter ${mostInvited} people or fewer`),
  message: z.string().trim().max(1000, "The message must be 1,000 characters or fewer").default(""),
});

export const joinInput = z.object({
  reason: z.string().trim().max(1000, "The reason must be 1,000 characters or fewer").default(""),
});

export const decisionInput = z.object({
  decision: z.enum(["approve", "decline"], { error: "Choose whether to approve or decline" }),
  answer: z.string().trim().max(1000, "The reason must be 1,000 characters or fewer").default(""),
});

export const removalInput = decisionInput.pick({ answer: true });

const address = z.string().max(2000);
const words = z
  .string()
  .nullish()
  .transform((text) => text?.slice(0, 1000) || null);
/** So many people of a workspace that moves here are taken over. */
const mostHandedOver = 20_000;

/** Who belongs and who is blocked, as the old home of a workspace says it: from outside, so that nothing of it is certain. */
export const handoverInput = z.object({
  members: z
    .array(
      z.object({
        iri: address,
        role: z.enum(["manager", "contributor", "reader", "guest"]),
        state: z.enum(["active", "requested"]),
        reason: words,
        requested: z.iso.datetime({ offset: true }),
      }),
    )
    .max(mostHandedOver),
  blocks: z
    .array(z.object({ iri: address, reason: words, ends: z.iso.datetime({ offset: true }).nullable() }))
    .max(mostHandedOver),
});
