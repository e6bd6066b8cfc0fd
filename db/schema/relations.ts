import { bool, index, instant, long, primaryKey, sequence, table, text, uniqueIndex } from "../columns.ts";
import { actor, person } from "./people.ts";

/** Whom a member does not want to hear of for a while, or until they say otherwise. Nobody learns of it. */
export const mute = table(
  "mute",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    targetId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** Nor to be told of what they do. */
    notifications: bool().notNull(),
    /** Empty: until it is lifted. */
    ends: instant(),
    created: instant().notNull(),
  },
  (t) => [uniqueIndex("mute_once").on(t.personId, t.targetId)],
);

/** Two people who have nothing to do with each other any more: one of them said so. A workspace's own is `block`. */
export const personBlock = table(
  "person_block",
  {
    id: sequence(),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    targetId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    created: instant().notNull(),
  },
  (t) => [
    uniqueIndex("person_block_once").on(t.actorId, t.targetId),
    index("person_block_target").on(t.targetId, t.actorId),
  ],
);

/** Another server whose people a member does not want to hear of. What the instance decides is `peer_rule`. */
export const hostBlock = table(
  "host_block",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    /** Lower case, with a port where it is not the default. */
    host: text().notNull(),
    created: instant().notNull(),
  },
  (t) => [uniqueIndex("host_block_once").on(t.personId, t.host)],
);

/** What a member wrote down about somebody, for themselves alone. */
export const accountNote = table(
  "account_note",
  {
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    targetId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    text: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.targetId] })],
);

/** People and workspaces that somebody recommends on their profile. */
export const endorsement = table(
  "endorsement",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    targetId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    created: instant().notNull(),
  },
  (t) => [uniqueIndex("endorsement_once").on(t.personId, t.targetId)],
);

/** A conversation, by its first post, of which a member does not want to be told any more. */
export const threadMute = table(
  "thread_mute",
  {
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    rootId: long().notNull(),
    created: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.rootId] })],
);
