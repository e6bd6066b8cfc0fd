import { z } from "zod";
import { longestDescription, mostFiles } from "./rules.ts";

/** What is to be seen or heard, in words; nothing for none. */
export const description = z
  .string()
  .trim()
  .max(longestDescription, "The description must be 1,500 characters or fewer")
  .transform((text) => text || null);

const part = z.number().min(-1).max(1);

/** What matters most in a picture: from -1 to 1, to the right, and up. */
export const focus = z.object({ x: part, y: part });

export type Focus = z.output<typeof focus>;

/** A file of somebody's, as they attach it to a post; what is not said stays as it was. */
export const attachedFile = z.object({
  id: z.number(),
  description: description.nullish(),
  decorative: z.boolean().optional(),
  focus: focus.optional(),
});

export const attachedFiles = z.array(attachedFile).max(mostFiles, `A post can have ${mostFiles} files`);

export type AttachedFile = z.input<typeof attachedFile>;
