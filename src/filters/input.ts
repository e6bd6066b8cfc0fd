import { z } from "zod";

export const contexts = ["home", "notifications", "public", "thread", "account"] as const;
export type FilterPlace = (typeof contexts)[number];
export const actions = ["warn", "hide", "blur"] as const;

const keywordText = z
  .string({ error: "Enter a word or phrase" })
  .overwrite((text) => text.normalize("NFC").trim())
  .min(1, "Enter a word or phrase")
  .max(500, "The phrase must be 500 characters or fewer");

const title = z
  .string({ error: "Enter a title" })
  .overwrite((text) => text.trim())
  .min(1, "Enter a title")
  .max(256, "The title must be 256 characters or fewer");

const places = z
  .array(z.enum(contexts, { error: "Choose where the filter holds" }), {
    error: "Choose where the filter holds",
  })
  .min(1, "Choose where the filter holds")
  .transform((chosen) => [...new Set(chosen)]);

const hundredYears = 100 * 365 * 86_400;
/** Seconds; null for ever. */
const lasts = z.coerce
  .number({ error: "Enter a number of seconds" })
  .int("Enter a number of seconds")
  .min(1, "Enter a number of seconds")
  .max(hundredYears, "That is longer than anybody is here")
  .nullable();

const keywordFields = { keyword: keywordText, wholeWord: z.boolean().default(true) };
export const keywordInput = z.object(keywordFields);
export type KeywordInput = z.input<typeof keywordInput>;

/** One word among those of a filter: with an id one that is there, to be changed or taken away. */
const keywordChange = z.object({
  id: z.number().optional(),
  keyword: keywordText.optional(),
  wholeWord: z.boolean().optional(),
  remove: z.boolean().default(false),
});

export const mostKeywords = 100;
const keywords = z
  .array(keywordChange)
  .max(mostKeywords, `A filter can have ${mostKeywords} words at most`)
  .default([]);
const action = z.enum(actions, { error: "Choose what the filter does" });

export const filterInput = z.object({
  title,
  contexts: places,
  action: action.default("warn"),
  lasts: lasts.default(null),
  keywords,
});
export type FilterInput = z.input<typeof filterInput>;

/** What is left out stays as it was. */
export const filterChangeInput = z.object({
  title: title.optional(),
  contexts: places.optional(),
  action: action.optional(),
  lasts: lasts.optional(),
  keywords,
});
export type FilterChangeInput = z.input<typeof filterChangeInput>;
