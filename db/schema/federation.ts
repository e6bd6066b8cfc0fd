import { bool, index, instant, integer, json, long, sequence, table, text } from "../columns.ts";

/**
 * What happened: written in the transaction that made it happen, never changed but for `bridged`.
 * The bridge sends from it, live pages wake by it, the audit log reads it.
 */
export const event = table(
  "event",
  {
    id: sequence(),
    kind: text().notNull(),
    actorId: long(),
    workspaceId: long(),
    contentId: long(),
    data: json<Record<string, unknown>>().notNull(),
    created: instant().notNull(),
    bridged: bool().notNull().default(false),
  },
  (t) => [index("event_unbridged").on(t.bridged, t.id), index("event_workspace").on(t.workspaceId, t.id)],
);

/** Every activity we made or pass on, byte for byte. */
export const activity = table(
  "activity",
  {
    id: long().primaryKey(),
    iri: text().notNull().unique(),
    type: text().notNull(),
    actorId: long().notNull(),
    /** The workspace it belongs to: decides who may fetch it. */
    workspaceId: long(),
    contentId: long(),
    /** For an Announce by a workspace: the address of the activity inside. */
    innerIri: text(),
    /** For an Announce by a workspace: what the activity inside is. */
    innerType: text(),
    body: text().notNull(),
    /** Holds words that a manager removed: neither served nor sent, until they are restored. */
    withheld: bool().notNull().default(false),
    created: instant().notNull(),
  },
  (t) => [
    index("activity_actor").on(t.actorId, t.type, t.id),
    index("activity_content").on(t.contentId, t.type),
    index("activity_inner").on(t.innerIri),
  ],
);

/**
 * One row for each activity to send, however many receive it. A peer needs a row when it is for one of its
 * followers (`channelId`) or for it alone (`host`), and remembers in `peer.cursor` how far it has come.
 */
export const outgoing = table(
  "outgoing",
  {
    seq: sequence(),
    activityId: long()
      .notNull()
      .references(() => activity.id, { onDelete: "cascade" }),
    /** Whose key signs. */
    signerId: long().notNull(),
    channelId: long(),
    host: text(),
    /** The inbox for a direct one; a channel's go to each peer's shared inbox. */
    inbox: text(),
    /** Of a channel's peers only those that do not read what a workspace passes on. */
    plain: bool().notNull().default(false),
    created: instant().notNull(),
  },
  (t) => [index("outgoing_host").on(t.host, t.seq), index("outgoing_channel").on(t.channelId, t.seq)],
);

/** What arrived, verified and kept as it came, until a worker has dealt with it. */
export const inbox = table(
  "inbox",
  {
    seq: sequence(),
    /** Address of the activity: the same one twice is one. */
    iri: text().notNull().unique(),
    /** Who signed the request. */
    actorIri: text().notNull(),
    host: text().notNull(),
    body: text().notNull(),
    /** What it is about. Of the same sender's, those about the same thing are dealt with in their order. */
    subject: text(),
    /** What its sender says of its followers here (FEP-8fcf), signed. */
    followers: text(),
    received: instant().notNull(),
    state: text({ enum: ["new", "done", "refused", "ignored"] }).notNull(),
    attempts: integer().notNull().default(0),
    nextAttempt: instant(),
    problem: text(),
  },
  (t) => [index("inbox_waiting").on(t.state, t.host, t.seq), index("inbox_received").on(t.received)],
);

/** Fedify's key-value store. */
export const kv = table("kv", { key: text().primaryKey(), value: json<unknown>(), expires: instant() });
