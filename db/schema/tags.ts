import { index, instant, long, primaryKey, sequence, table, text, uniqueIndex } from "../columns.ts";
import { content } from "./forums.ts";
import { person } from "./people.ts";

/**
 * The hashtags of a post. There is no table of hashtags: whether one exists, and how it is written, is told by the
 * posts that the one who asks may read.
 */
export const contentTag = table(
  "content_tag",
  {
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    /** Lower case, without accents. */
    name: text().notNull(),
    /** As its author wrote it, without the `#`. */
    written: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.contentId, t.name] }), index("content_tag_name").on(t.name, t.contentId)],
);

/** A hashtag whose open discussions somebody has in their home timeline in apps. */
export const followedTag = table(
  "followed_tag",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    name: text().notNull(),
    created: instant().notNull(),
  },
  (t) => [uniqueIndex("followed_tag_once").on(t.personId, t.name), index("followed_tag_name").on(t.name)],
);

/** A hashtag that somebody shows with their profile. */
export const featuredTag = table(
  "featured_tag",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    name: text().notNull(),
    written: text().notNull(),
    created: instant().notNull(),
  },
  (t) => [uniqueIndex("featured_tag_once").on(t.personId, t.name)],
);

/** The small pictures that an author elsewhere writes with, as `:shortcode:`. */
export const contentEmoji = table(
  "content_emoji",
  {
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    shortcode: text().notNull(),
    /** On its own server; served from here. */
    url: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.contentId, t.shortcode] })],
);
