import { z } from "zod";
import { visibilities } from "../visibility/index.ts";

const empty = "Enter what you want to say";

/** A post of one's own. Words may be missing where it has files: `media` says so. */
export const postInput = z.object({
  source: z
    .string({ error: empty })
    .trim()
    .min(1, empty)
    .max(50_000, "The text must be 50,000 characters or fewer"),
  warning: z
    .string()
    .trim()
    .max(500, "The content warning must be 500 characters or fewer")
    .nullish()
    .transform((text) => text || null),
  visibility: z.enum(visibilities, { error: "Choose who can read it" }),
  sensitive: z.boolean().default(false),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i)
    .nullish()
    .catch(null)
    .transform((text) => text ?? null),
});

/** A picture may speak for itself. */
export const filePostInput = postInput.extend({
  source: z
    .string()
    .trim()
    .max(50_000, "The text must be 50,000 characters or fewer")
    .nullish()
    .transform((text) => text ?? ""),
});

export type PostInput = z.input<typeof postInput>;
