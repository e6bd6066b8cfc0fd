import { bool, integer, long, primaryKey, table, text } from "../columns.ts";
import { actor, person } from "./people.ts";

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

/** What else somebody says of themselves, beside job, organisation and place: a name and a value each. */
export const profileField = table(
  "profile_field",
  {
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    position: integer().notNull(),
    name: text().notNull(),
    value: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.actorId, t.position] })],
);
