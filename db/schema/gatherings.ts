import { bool, index, instant, long, primaryKey, table, text } from "../columns.ts";
import { content } from "./forums.ts";
import { actor } from "./people.ts";

/** When and where something takes place, of a discussion that is an event. */
export const gathering = table(
  "gathering",
  {
    contentId: long()
      .primaryKey()
      .references(() => content.id, { onDelete: "cascade" }),
    starts: instant().notNull(),
    /** Null where its server does not say. */
    ends: instant(),
    /** Name in the IANA's database: the times are shown as clocks there show them. */
    timezone: text().notNull(),
    place: text(),
    online: bool().notNull(),
    /** Where one takes part from a distance. */
    link: text(),
    /** How one takes part (Mobilizon, FEP-8a8e). What is planned here is free. */
    joinMode: text({ enum: ["free", "restricted", "external", "none", "invite"] }).notNull(),
  },
  (t) => [index("gathering_starts").on(t.starts)],
);

/** Whether somebody comes. Their last word counts, in whatever order they are heard. */
export const attendance = table(
  "attendance",
  {
    contentId: long()
      .notNull()
      .references(() => gathering.contentId, { onDelete: "cascade" }),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** `none`: taken back. It stays, so that an earlier word that comes late changes nothing. */
    answer: text({ enum: ["coming", "not coming", "none"] }).notNull(),
    /** Its organiser has to say yes, and has not yet. */
    asked: bool().notNull().default(false),
    /** Address of the activity that said it. */
    iri: text().notNull(),
    /** When, by the clock of whoever said it. */
    said: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.contentId, t.actorId] }),
    index("attendance_actor").on(t.actorId),
    index("attendance_iri").on(t.iri),
  ],
);
