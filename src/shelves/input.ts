import { z } from "zod";

const title = z
  .string({ error: "Enter a title" })
  .overwrite((text) =>
    text
      .normalize("NFC")
      .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
      .trim(),
  )
  .min(1, "Enter a title")
  .max(256, "The title must be 256 characters or fewer");

const replies = z.enum(["list", "followed", "none"], { error: "Choose whose replies are in the list" });

export const listInput = z.object({
  title,
  replies: replies.default("list"),
  exclusive: z.boolean().default(false),
});
export type ListInput = z.input<typeof listInput>;

/** What is left out stays as it was. */
export const listChangeInput = z.object({
  title: title.optional(),
  replies: replies.optional(),
  exclusive: z.boolean().optional(),
});
export type ListChangeInput = z.input<typeof listChangeInput>;
