import { bool, instant, integer, long, table, text } from "../columns.ts";
import { content } from "./forums.ts";

/** What somebody has to give or looks for, of a discussion that is an offer or a request. */
export const proposal = table("proposal", {
  contentId: long()
    .primaryKey()
    .references(() => content.id, { onDelete: "cascade" }),
  /** How many; null where that is not said. */
  quantity: integer(),
  /** From when on it does not stand any more; null for no end. */
  until: instant(),
  place: text(),
  /** Somebody has said that it does not stand any more. */
  closed: bool().notNull().default(false),
  /** When that, or the opposite, was said, by the clock of whoever said it: the last word counts. */
  said: instant().notNull(),
});
