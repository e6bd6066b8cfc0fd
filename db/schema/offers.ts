import { index, instant, long, table, text, uniqueIndex } from "../columns.ts";
import { actor } from "./people.ts";
import { workspace } from "./workspaces.ts";

/**
 * A request to join that is put to a manager who is a member of another server: at the home of the workspace what was
 * sent, at the manager's server what came. The home decides.
 */
export const joinOffer = table(
  "join_offer",
  {
    id: long().primaryKey(),
    /** Address of the Offer. */
    iri: text().notNull().unique(),
    workspaceId: long()
      .notNull()
      .references(() => workspace.actorId, { onDelete: "cascade" }),
    /** Who asks to join. */
    memberId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    managerId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** Address of the Follow that is offered. */
    followIri: text().notNull(),
    /** Why they ask; at home it stands in their membership. */
    reason: text(),
    state: text({ enum: ["open", "approved", "declined", "withdrawn"] }).notNull(),
    requested: instant().notNull(),
  },
  (t) => [
    uniqueIndex("join_offer_once").on(t.workspaceId, t.memberId, t.managerId),
    index("join_offer_manager").on(t.managerId, t.state),
  ],
);
