import { bool, index, instant, integer, long, primaryKey, table, text } from "../columns.ts";
import { content } from "./forums.ts";
import { actor } from "./people.ts";

/** What a post asks its readers to choose from. The server of its author counts; what others hold is its word. */
export const poll = table(
  "poll",
  {
    contentId: long()
      .primaryKey()
      .references(() => content.id, { onDelete: "cascade" }),
    /** One may choose several. */
    multiple: bool().notNull(),
    /** How many chose what is said when it has ended. */
    hideTotals: bool().notNull(),
    /** Null where its server does not say. */
    ends: instant(),
    /** When it ended, of one that has. */
    closed: instant(),
    /** People who voted; null where its server does not say. */
    voters: integer(),
    /** Whoever is to know has been told that it has ended. */
    told: bool().notNull().default(false),
    /** Counted since others were last sent the numbers. */
    changed: bool().notNull().default(false),
    /** When they were last sent. */
    sent: instant(),
  },
  (t) => [index("poll_ending").on(t.told, t.ends), index("poll_changed").on(t.changed, t.sent)],
);

export const pollOption = table(
  "poll_option",
  {
    contentId: long()
      .notNull()
      .references(() => poll.contentId, { onDelete: "cascade" }),
    position: integer().notNull(),
    text: text().notNull(),
    votes: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.contentId, t.position] })],
);

/** Who chose what: of members here, and of those elsewhere who voted in a poll of somebody here. Shown to nobody else. */
export const pollVote = table(
  "poll_vote",
  {
    contentId: long()
      .notNull()
      .references(() => poll.contentId, { onDelete: "cascade" }),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    position: integer().notNull(),
    created: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.contentId, t.actorId, t.position] }),
    index("poll_vote_actor").on(t.actorId),
  ],
);
