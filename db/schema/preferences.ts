import { bool, long, table, text } from "../columns.ts";
import { person } from "./people.ts";

/** What a member's apps begin a post with. */
export const preference = table("preference", {
  personId: long()
    .primaryKey()
    .references(() => person.actorId, { onDelete: "cascade" }),
  visibility: text({ enum: ["public", "unlisted", "private"] }).notNull(),
  sensitive: bool().notNull(),
  /** ISO 639-1. */
  language: text(),
});
