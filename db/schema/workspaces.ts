import { sql, type SQL } from "drizzle-orm";
import { bool, index, instant, integer, long, primaryKey, table, text, uniqueIndex } from "../columns.ts";
import { actor } from "./people.ts";

/** A workspace: the group actor's own row carries name, summary (home page), picture. */
export const workspace = table("workspace", {
  actorId: long()
    .primaryKey()
    .references(() => actor.id, { onDelete: "cascade" }),
  level: text({ enum: ["open", "restricted", "private", "confidential"] }).notNull(),
  purpose: text().notNull(),
  /** What its home page says, as its manager wrote it (Markdown); the HTML is the actor's `summary`. */
  source: text().notNull().default(""),
  /** Only managers may start discussions. */
  managersPost: bool().notNull().default(false),
  /** As counted here, or as its home says. */
  members: integer().notNull().default(0),
  lastActivity: instant(),
  created: instant().notNull(),
  /** Counts the updates of the row. */
  version: long()
    .notNull()
    .default(1)
    .$onUpdate((): SQL => sql`${workspace.version} + 1`),
});

/** Who may do what in a workspace. For a workspace of another organisation: what we know of it. */
export const membership = table(
  "membership",
  {
    id: long().primaryKey(),
    workspaceId: long()
      .notNull()
      .references(() => workspace.actorId, { onDelete: "cascade" }),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    role: text({ enum: ["manager", "contributor", "reader", "guest"] }).notNull(),
    state: text({ enum: ["requested", "invited", "active", "declined", "left", "removed"] }).notNull(),
    /** Why they ask to join. */
    reason: text(),
    /** What the manager said with the decision or the invitation. */
    answer: text(),
    decidedById: long().references(() => actor.id, { onDelete: "set null" }),
    requested: instant().notNull(),
    decided: instant(),
    /** Address of the Invite activity, where a manager invited them. */
    inviteIri: text(),
    lastVisit: instant(),
    /** Whether its discussions are in the member's home timeline in apps: there one can unfollow and stay a member. */
    followed: bool().notNull().default(true),
  },
  (t) => [
    uniqueIndex("membership_once").on(t.workspaceId, t.actorId),
    // With all that lists of what one follows ask.
    index("membership_actor").on(t.actorId, t.state, t.followed, t.workspaceId),
    index("membership_workspace").on(t.workspaceId, t.state),
  ],
);

/**
 * What a manager here asks of the home of a workspace elsewhere, which decides: shown until it has answered. It takes
 * effect here when it comes back from there, so that everything happens in the same order everywhere.
 */
export const askedAct = table(
  "asked_act",
  {
    id: long().primaryKey(),
    workspaceId: long()
      .notNull()
      .references(() => workspace.actorId, { onDelete: "cascade" }),
    /** The manager. */
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    kind: text({
      enum: [
        "pin",
        "unpin",
        "lock",
        "unlock",
        "remove",
        "restore",
        "block",
        "unblock",
        "add manager",
        "remove manager",
        "move",
        "approve",
        "decline",
      ],
    }).notNull(),
    contentId: long(),
    /** Whom it is about, where it is about a person. */
    memberId: long().references(() => actor.id, { onDelete: "cascade" }),
    /** The workspace to which a discussion is to be moved. */
    targetId: long().references(() => actor.id, { onDelete: "cascade" }),
    reason: text(),
    ends: instant(),
    activityIri: text().notNull().unique(),
    state: text({ enum: ["waiting", "done", "refused"] }).notNull(),
    /** Why its home would not. */
    answer: text(),
    created: instant().notNull(),
    settled: instant(),
  },
  (t) => [
    index("asked_act_workspace").on(t.workspaceId, t.state),
    index("asked_act_content").on(t.contentId),
  ],
);

/** Who may not write in a workspace, nor join it, until a manager or the time lifts it. */
export const block = table(
  "block",
  {
    workspaceId: long()
      .notNull()
      .references(() => workspace.actorId, { onDelete: "cascade" }),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    byId: long().references(() => actor.id, { onDelete: "set null" }),
    reason: text(),
    /** Empty: until it is lifted. */
    ends: instant(),
    created: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.actorId] }), index("block_ends").on(t.ends)],
);

/** Who receives whose activities. A member of a workspace follows it; a person can be followed too. */
export const follow = table(
  "follow",
  {
    id: long().primaryKey(),
    /** Address of the Follow activity. */
    iri: text().notNull(),
    followerId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    followedId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    state: text({ enum: ["pending", "accepted", "rejected"] }).notNull(),
    created: instant().notNull(),
    /** When the Follow was last sent, so that a lost Accept is mended by asking again. */
    asked: instant(),
    /** Somebody is followed, not a workspace. */
    ofPerson: bool().notNull().default(false),
    /** Of a person who is followed: what they boost is shown too. */
    reblogs: bool().notNull().default(true),
    /** Of a person who is followed: each post of theirs is told. */
    notify: bool().notNull().default(false),
  },
  (t) => [
    uniqueIndex("follow_once").on(t.followerId, t.followedId),
    index("follow_followed").on(t.followedId, t.state),
    index("follow_people").on(t.followerId, t.ofPerson, t.followedId),
    index("follow_iri").on(t.iri),
  ],
);

/** The fetching of a remote workspace's history, and where it stopped. */
export const history = table("history", {
  workspaceId: long()
    .primaryKey()
    .references(() => workspace.actorId, { onDelete: "cascade" }),
  /** On whose behalf the pages are asked for. */
  readerId: long()
    .notNull()
    .references(() => actor.id, { onDelete: "cascade" }),
  state: text({ enum: ["waiting", "running", "done", "failed"] }).notNull(),
  nextPage: text(),
  /** Where reading on begins, once the end was reached: the page after the newest. */
  end: text(),
  /** When the newest that was read was passed on, as its home says. */
  newest: instant(),
  total: integer(),
  done: integer().notNull().default(0),
  attempts: integer().notNull().default(0),
  nextAttempt: instant(),
  problem: text(),
  started: instant().notNull(),
  updated: instant().notNull(),
});
