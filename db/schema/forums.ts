import { sql, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { bool, index, instant, integer, json, long, primaryKey, sequence, table, text } from "../columns.ts";
import { actor, person } from "./people.ts";
import { workspace } from "./workspaces.ts";

/** When and where an event is, as an earlier wording had it. */
export interface KeptGathering {
  starts: number;
  ends: number | null;
  timezone: string;
  place: string | null;
  online: boolean;
  link: string | null;
  joinMode: "free" | "restricted" | "external" | "none" | "invite";
}

/** What an offer or a request was, as an earlier wording had it. `until` in ms. */
export interface KeptProposal {
  quantity: number | null;
  until: number | null;
  place: string | null;
}

/** What every kind of content has in common. A kind's own facts live in a table beside it. */
export const content = table(
  "content",
  {
    /** Ordered by time of publication. */
    id: long().primaryKey(),
    iri: text().notNull().unique(),
    /** A `post` is somebody's own: it stands in no workspace, and `visibility` says who reads it. */
    kind: text({ enum: ["discussion", "comment", "post"] }).notNull(),
    /** Null for a post of somebody's own. */
    workspaceId: long().references(() => workspace.actorId, { onDelete: "cascade" }),
    authorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** The discussion, or the first post of the thread, it belongs to; its own id for these. */
    rootId: long().notNull(),
    parentId: long().references((): AnySQLiteColumn => content.id, { onDelete: "set null" }),
    title: text(),
    /** Sanitised when it arrived. */
    html: text().notNull(),
    source: text(),
    url: text(),
    /** The collection of the whole discussion (FEP-7888), where its author's server names one. */
    context: text(),
    /** Of a post of somebody's own; null in a workspace, which decides. `direct`: its author and who is named in it. */
    visibility: text({ enum: ["public", "unlisted", "followers", "direct"] }),
    /** What readers are told before they see the words. */
    warning: text(),
    sensitive: bool().notNull().default(false),
    /** ISO 639, where its author says it. */
    language: text(),
    published: instant().notNull(),
    edited: instant(),
    /** Who made this wording, where it is not its author: a manager, of a page. */
    editedById: long().references(() => actor.id, { onDelete: "set null" }),
    /** A tombstone stays, so that replies keep their place and a late copy stays dead. */
    deleted: instant(),
    deletedById: long().references(() => actor.id, { onDelete: "set null" }),
    likes: integer().notNull().default(0),
    /** By people; a workspace passes on its discussions besides. */
    boosts: integer().notNull().default(0),
    /** Set when the workspace's home has taken it in; empty while it is on its way there. */
    accepted: instant(),
    /** Why the workspace's home would not have it. */
    refused: text(),
    /** What another organisation wrote was called back: a place remains for the sake of our own replies to it. */
    purged: bool().notNull().default(false),
    /** An administrator here hides it, or all that its author writes: nobody here reads it, and elsewhere nothing changes. */
    hidden: instant(),
    /**
     * Counts the updates of the row, so that what was made of it is known to hold. Whoever changes what stands beside it
     * (hashtags, small pictures, mentions, files, whether it has a poll) updates the row too.
     */
    version: long()
      .notNull()
      .default(1)
      .$onUpdate((): SQL => sql`${content.version} + 1`),
  },
  (t) => [
    index("content_root").on(t.rootId, t.id),
    index("content_workspace").on(t.workspaceId, t.kind, t.id),
    index("content_author").on(t.authorId, t.id),
    index("content_posts").on(t.authorId, t.kind, t.id),
    index("content_visibility").on(t.visibility, t.id),
    index("content_parent").on(t.parentId),
  ],
);

/** What a manager removed, for as long as it can be restored: a post that is here has its words nowhere else. */
export const removedContent = table(
  "removed_content",
  {
    contentId: long()
      .primaryKey()
      .references(() => content.id, { onDelete: "cascade" }),
    title: text(),
    html: text().notNull(),
    source: text(),
    reason: text(),
    removed: instant().notNull(),
  },
  (t) => [index("removed_content_removed").on(t.removed)],
);

export const discussion = table(
  "discussion",
  {
    contentId: long()
      .primaryKey()
      .references(() => content.id, { onDelete: "cascade" }),
    workspaceId: long()
      .notNull()
      .references(() => workspace.actorId, { onDelete: "cascade" }),
    /** What kind of thing is discussed. A form's own facts live in a table beside this one. */
    form: text({ enum: ["discussion", "event", "page", "file", "folder", "offer", "request"] })
      .notNull()
      .default("discussion"),
    /**
     * What apps for Mastodon know it by where its workspace passes it on: a boost has an id of its own there. Of the
     * same sequence as the ids of posts.
     */
    boostId: long().notNull().unique(),
    pinned: instant(),
    locked: instant(),
    comments: integer().notNull().default(0),
    lastActivity: instant().notNull(),
    lastActorId: long().references(() => actor.id, { onDelete: "set null" }),
    /** Neither deleted, refused nor hidden: others than its author see it. Said here too, so that lists ask the index alone. */
    shown: bool().notNull().default(true),
  },
  (t) => [
    index("discussion_recent").on(t.workspaceId, t.lastActivity, t.lastActorId, t.shown),
    index("discussion_boost").on(t.workspaceId, t.boostId),
    index("discussion_form").on(t.workspaceId, t.form, t.contentId),
  ],
);

/** What a post said before it was edited. */
export const revision = table(
  "revision",
  {
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    /** When this wording was replaced. */
    replaced: instant().notNull(),
    title: text(),
    html: text().notNull(),
    source: text(),
    /** The files it had, in their order, as they were described. */
    files: json<{ id: number; description: string | null; decorative: boolean }[]>(),
    /** Who made it, where it was not its author. */
    editedById: long().references(() => actor.id, { onDelete: "set null" }),
    /** Of an event: when and where it was to be. Times in ms. */
    gathering: json<KeptGathering>(),
    /** Of a file: the folder in which it lay, by its address; empty for none. */
    folder: text(),
    /** Of an offer or a request: how many, until when and where. */
    proposal: json<KeptProposal>(),
  },
  (t) => [primaryKey({ columns: [t.contentId, t.replaced] })],
);

export const like = table(
  "like",
  {
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** Address of the Like activity, which an Undo names. */
    iri: text(),
    created: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.contentId, t.actorId] }),
    index("like_iri").on(t.iri),
    index("like_actor").on(t.actorId, t.created),
  ],
);

/** Who is named in a post: they are told, and peers receive a Mention. */
export const mention = table(
  "mention",
  {
    contentId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    /** In a message for those whom it names: of all that name somebody, those are looked for often. */
    direct: bool().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.contentId, t.actorId] }),
    index("mention_actor").on(t.actorId, t.contentId),
    index("mention_direct").on(t.actorId, t.direct, t.contentId),
  ],
);

/** Writing that was not sent yet, kept for its author. */
export const draft = table(
  "draft",
  {
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    /** `workspace:ID` for a new discussion (`workspace:ID:page` for a page), `content:ID` for a reply to it, `edit:ID` for another wording. */
    place: text().notNull(),
    title: text().notNull().default(""),
    source: text().notNull().default(""),
    updated: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.place] })],
);

/** Forms that were sent in the last day, so that the same one twice is once. */
export const sentForm = table(
  "sent_form",
  {
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    /** A hash of the form's own id and of what was written in it. */
    key: text().notNull(),
    /** What came of it. It is claimed before that is written. */
    contentId: long().notNull(),
    sent: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.key] })],
);

/** How far a person has read a discussion. */
export const readMark = table(
  "read_mark",
  {
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    discussionId: long()
      .notNull()
      .references(() => content.id, { onDelete: "cascade" }),
    seen: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.discussionId] })],
);

export const notification = table(
  "notification",
  {
    /** In the order in which they were told. */
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    kind: text({
      enum: [
        "reply",
        "mention",
        "like",
        "boost",
        "follow",
        "follow request",
        "post",
        "poll",
        "join request",
        "invitation",
        "agreement",
        "invitation accepted",
        "invitation declined",
        "approved",
        "declined",
        "removed",
        "manager",
        "refused",
        "edit refused",
        "attendance refused",
        "act refused",
        "deleted",
        "report",
        "report to administrators",
        "report decided",
        "blocked",
        "unblocked",
        "hidden",
        "moved",
        "scheduled refused",
      ],
    }).notNull(),
    /** Who did it. */
    actorId: long().references(() => actor.id, { onDelete: "cascade" }),
    workspaceId: long().references(() => workspace.actorId, { onDelete: "cascade" }),
    contentId: long().references(() => content.id, { onDelete: "cascade" }),
    text: text(),
    created: instant().notNull(),
    read: instant(),
    /** Kept apart in apps, by the policy of whom it is told to. */
    filtered: bool().notNull().default(false),
  },
  (t) => [
    index("notification_person").on(t.personId, t.id),
    index("notification_unread").on(t.personId, t.read, t.id),
    index("notification_since").on(t.personId, t.created),
  ],
);
