import { bool, index, instant, long, sequence, table, text, uniqueIndex } from "../columns.ts";
import { content } from "./forums.ts";
import { actor, person } from "./people.ts";

/** A post that a member saved for later. Nobody else learns of it. */
export const bookmark = table(
  "bookmark",
  {
    /** In the order in which they were saved. */
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    created: instant().notNull(),
  },
  (t) => [
    uniqueIndex("bookmark_once").on(t.personId, t.contentId),
    index("bookmark_person").on(t.personId, t.id),
  ],
);

/** A post of somebody's own that stands first on their profile in apps. */
export const profilePin = table(
  "profile_pin",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    created: instant().notNull(),
  },
  (t) => [uniqueIndex("profile_pin_once").on(t.personId, t.contentId)],
);

/** A list that a member made of people and workspaces, with a timeline of its own in apps. */
export const personalList = table(
  "personal_list",
  {
    /** Of the same sequence as memberships, each of which stands for a list too. */
    id: long().primaryKey(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    title: text().notNull(),
    /** Whose replies are in it: to those in it, to whom one follows as well, to nobody else. */
    replies: text({ enum: ["list", "followed", "none"] }).notNull(),
    /** What is in it is not in the home timeline. */
    exclusive: bool().notNull(),
    created: instant().notNull(),
  },
  (t) => [index("personal_list_person").on(t.personId, t.id)],
);

export const listEntry = table(
  "list_entry",
  {
    id: sequence(),
    listId: long()
      .notNull()
      .references(() => personalList.id, { onDelete: "cascade" }),
    accountId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
  },
  (t) => [
    uniqueIndex("list_entry_once").on(t.listId, t.accountId),
    index("list_entry_account").on(t.accountId),
  ],
);
