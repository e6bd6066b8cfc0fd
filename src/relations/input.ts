import { z } from "zod";

const hundredYears = 100 * 365 * 86_400;

export const muteInput = z.object({
  /** Seconds; 0 until it is lifted. */
  duration: z.coerce
    .number({ error: "Choose for how long" })
    .int("Choose for how long")
    .min(0, "Choose for how long")
    .max(hundredYears, "That is longer than anybody is here")
    .default(0),
  notifications: z.boolean().default(true),
});
export type MuteInput = z.input<typeof muteInput>;

export const noteInput = z.object({
  text: z
    .string({ error: "Enter the note as text" })
    .overwrite((text) => text.replace(/\r\n?/g, "\n").trim())
    .max(2000, "The note must be 2,000 characters or fewer")
    .default(""),
});
export type NoteInput = z.input<typeof noteInput>;
