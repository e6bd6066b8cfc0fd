import { z } from "zod";
import type { Form } from "./forms.ts";

const title = (empty: string) =>
  z
    .string({ error: empty })
    .trim()
    .min(3, empty)
    .max(200, "The title must be 200 characters or fewer")
    .transform((text) => text.replace(/\s+/g, " "));
const source = (empty: string) =>
  z.string({ error: empty }).trim().min(1, empty).max(50_000, "The text must be 50,000 characters or fewer");

const words = (name: string, text: string) => z.object({ title: title(name), source: source(text) });

export const discussionInput = words("Enter a title", "Enter what you want to say");
/** Of a file or a folder its name is enough. */
export const resourceInput = z.object({
  title: z
    .string({ error: "Enter a name" })
    .trim()
    .min(1, "Enter a name")
    .max(200, "The name must be 200 characters or fewer")
    .transform((text) => text.replace(/\s+/g, " ")),
  source: z
    .string()
    .trim()
    .max(50_000, "The text must be 50,000 characters or fewer")
    .nullish()
    .transform((text) => text ?? null),
});
const inputs: Record<Form, typeof discussionInput | typeof resourceInput> = {
  discussion: discussionInput,
  event: discussionInput,
  page: discussionInput,
  file: resourceInput,
  folder: resourceInput,
  offer: words("Enter what you offer", "Enter more about it"),
  request: words("Enter what you need", "Enter more about it"),
};

/** A title and words, as the form for them calls them. */
export const inputFor = (form: Form) => inputs[form];

export const commentInput = z.object({ source: source("Enter a comment") });
/** A picture may speak for itself. */
export const fileComment = z.object({
  source: z.string().trim().max(50_000, "The text must be 50,000 characters or fewer").nullish(),
});

export type DiscussionInput = z.input<typeof discussionInput>;
export type CommentInput = z.input<typeof commentInput>;
