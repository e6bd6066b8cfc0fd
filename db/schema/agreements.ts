import { bool, bytes, index, instant, integer, json, long, table, text, uniqueIndex } from "../columns.ts";
import { actor } from "./people.ts";
import { workspace } from "./workspaces.ts";

/** A sharing agreement between this instance and another: what makes a peer a trusted one. */
export const agreement = table(
  "agreement",
  {
    id: long().primaryKey(),
    /** The other side. */
    host: text().notNull(),
    /** Address of the Agreement, and of the Offer of it: with whoever offered it. */
    iri: text().notNull().unique(),
    offerIri: text().notNull(),
    /** Address of the Accept, which an Undo by whoever confirmed it names. */
    acceptIri: text(),
    /** We offered it, they confirm; or the other way round. */
    ours: bool().notNull(),
    /** `active` is confirmed; whether it counts today its dates say. */
    state: text({ enum: ["offered", "active", "declined", "withdrawn", "ended", "lapsed"] }).notNull(),
    purpose: text().notNull(),
    /** Whom to speak to, of whoever offered it. */
    contact: text().notNull(),
    /** What whoever confirmed or declined it said, their contact for instance. */
    answer: text(),
    levels: json<string[]>().notNull(),
    starts: instant().notNull(),
    /** Null: until it is ended. */
    ends: instant(),
    /** Confirmed on paper: their software cannot. */
    inWriting: bool().notNull().default(false),
    documentName: text(),
    documentType: text(),
    document: bytes(),
    created: instant().notNull(),
    decided: instant(),
    ended: instant(),
    endedByUs: bool(),
    /** Why it was ended. */
    endReason: text(),
  },
  (t) => [index("agreement_host").on(t.host, t.state)],
);

/** Other organisations to which a confidential workspace may go, named by its manager. */
export const workspacePeer = table(
  "workspace_peer",
  {
    id: long().primaryKey(),
    workspaceId: long()
      .notNull()
      .references(() => workspace.actorId, { onDelete: "cascade" }),
    host: text().notNull(),
    namedById: long().references(() => actor.id, { onDelete: "set null" }),
    created: instant().notNull(),
  },
  (t) => [uniqueIndex("workspace_peer_once").on(t.workspaceId, t.host)],
);

/** That another server was asked to delete what it holds of a workspace, because somebody there no longer belongs. */
export const receipt = table(
  "receipt",
  {
    id: long().primaryKey(),
    workspaceId: long()
      .notNull()
      .references(() => workspace.actorId, { onDelete: "cascade" }),
    memberId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    host: text().notNull(),
    /** `kept`: others of theirs still belong. */
    state: text({ enum: ["asked", "deleted", "kept"] }).notNull(),
    asked: instant().notNull(),
    lastAsked: instant().notNull(),
    times: integer().notNull().default(1),
    confirmed: instant(),
  },
  (t) => [
    uniqueIndex("receipt_once").on(t.workspaceId, t.memberId),
    index("receipt_state").on(t.state, t.lastAsked),
  ],
);
