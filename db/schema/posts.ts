import { bool, index, instant, long, sequence, table, text, uniqueIndex } from "../columns.ts";
import { content } from "./forums.ts";
import { actor, person } from "./people.ts";

/** Somebody passes on a post to those who follow them: one that everybody may read. */
export const reblog = table(
  "reblog",
  {
    /** What apps for Mastodon know it by. Of the same sequence as the ids of posts. */
    id: long().primaryKey(),
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** Address of the Announce activity, which an Undo names. */
    iri: text().notNull(),
    created: instant().notNull(),
  },
  (t) => [
    uniqueIndex("reblog_once").on(t.contentId, t.actorId),
    index("reblog_actor").on(t.actorId, t.id),
    index("reblog_iri").on(t.iri),
  ],
);

/** Direct messages of one thread, as one of those who take part has them. */
export const conversation = table(
  "conversation",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    /** The thread. */
    rootId: long().notNull(),
    /** The newest message. */
    lastId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    unread: bool().notNull(),
  },
  (t) => [
    uniqueIndex("conversation_once").on(t.personId, t.rootId),
    index("conversation_last").on(t.personId, t.lastId),
  ],
);
