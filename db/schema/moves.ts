import { index, instant, json, long, table, text, uniqueIndex } from "../columns.ts";
import { actor } from "./people.ts";

/**
 * A discussion that was moved from one workspace to another (FEP-f15d), here or elsewhere. What was said in it names the
 * old one for ever: here it says why it stands in the new one all the same, and where old addresses lead.
 */
export const discussionMove = table(
  "discussion_move",
  {
    id: long().primaryKey(),
    /** Of the Move: the same one twice is one. */
    activityIri: text().notNull().unique(),
    /** The first post, and the collection of the whole discussion, by address: it may not be here. */
    rootIri: text().notNull(),
    context: text(),
    fromId: long().references(() => actor.id, { onDelete: "cascade" }),
    toId: long().references(() => actor.id, { onDelete: "cascade" }),
    /** The home of the one has let it go; the home of the other has taken it in. Where both have one home, at once. */
    released: instant(),
    taken: instant(),
    /** The Move as it came, for its new workspace to pass on. */
    body: text(),
    created: instant().notNull(),
  },
  (t) => [
    index("discussion_move_root").on(t.rootIri),
    index("discussion_move_context").on(t.context),
    index("discussion_move_to").on(t.toId),
  ],
);

/** A workspace that moves to another instance, with all that its new home has to know. */
export const workspaceMove = table(
  "workspace_move",
  {
    /** The old one. */
    workspaceId: long()
      .primaryKey()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** The new one, where it is known here. */
    toId: long().references(() => actor.id, { onDelete: "cascade" }),
    toIri: text().notNull(),
    /** `prepared` at the new home, `started` by the old one, `done` when all has been taken over here. */
    state: text({ enum: ["prepared", "started", "done"] }).notNull(),
    activityIri: text(),
    /** At the old home: who belonged, as what, and who was blocked, for the new one alone. */
    handover: json<Record<string, unknown>>(),
    created: instant().notNull(),
  },
  (t) => [uniqueIndex("workspace_move_to").on(t.toIri)],
);
