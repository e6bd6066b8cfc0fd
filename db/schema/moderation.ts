import { index, instant, long, table, text, uniqueIndex } from "../columns.ts";
import { content } from "./forums.ts";
import { actor } from "./people.ts";

/**
 * Somebody finds that something should be looked at: once for those who look after the workspace, and once for the
 * administrators of the instance of whoever says so. Each queue decides by itself.
 */
export const report = table(
  "report",
  {
    id: long().primaryKey(),
    /** Address of the Flag that said it. */
    iri: text().notNull(),
    queue: text({ enum: ["workspace", "instance"] }).notNull(),
    /** The post or the person, by address. */
    subject: text().notNull(),
    workspaceId: long().references(() => actor.id, { onDelete: "cascade" }),
    contentId: long(),
    /** Whom it is about: the author of the post. Never shown to them. */
    personId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** Who said it; the workspace, where its home passed it on. */
    reporterId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    reason: text().notNull(),
    /** Address of the Flag with which a workspace of ours passes it on to its managers elsewhere. */
    forwardIri: text(),
    state: text({ enum: ["open", "acted", "dismissed"] }).notNull(),
    /** What was said to whoever reported. */
    note: text(),
    decidedById: long().references(() => actor.id, { onDelete: "set null" }),
    created: instant().notNull(),
    decided: instant(),
  },
  (t) => [
    uniqueIndex("report_once").on(t.iri, t.queue, t.subject),
    index("report_queue").on(t.queue, t.state, t.id),
    index("report_workspace").on(t.workspaceId, t.state, t.id),
    index("report_forward").on(t.forwardIri),
  ],
);

/** What administrators hide from everybody here, while its home keeps it: nothing of it is sent to anybody. */
export const hiddenPost = table("hidden_post", {
  contentId: long()
    .primaryKey()
    .references(() => content.id, { onDelete: "cascade" }),
  byId: long().references(() => actor.id, { onDelete: "set null" }),
  reason: text().notNull(),
  created: instant().notNull(),
});

/** Somebody all of whose posts are hidden here, those that are still to come too. */
export const hiddenPerson = table("hidden_person", {
  actorId: long()
    .primaryKey()
    .references(() => actor.id, { onDelete: "cascade" }),
  byId: long().references(() => actor.id, { onDelete: "set null" }),
  reason: text().notNull(),
  created: instant().notNull(),
});
