import { sql, type SQL } from "drizzle-orm";
import {
  bool,
  bytes,
  index,
  instant,
  integer,
  json,
  long,
  primaryKey,
  sequence,
  table,
  text,
} from "../columns.ts";

/** Everyone and everything with an ActivityPub address: people, workspaces (groups), instances (applications). */
export const actor = table(
  "actor",
  {
    id: long().primaryKey(),
    iri: text().notNull().unique(),
    kind: text({ enum: ["person", "group", "application"] }).notNull(),
    /** Lower-case host of the address (with a port where it is not the default): `north.example`. */
    host: text().notNull(),
    local: bool().notNull(),
    /** As its owner spells it. */
    handle: text().notNull(),
    /** Lower case; set for our own only, where people and workspaces share one name space. */
    localHandle: text().unique(),
    name: text().notNull(),
    summary: text().notNull().default(""),
    /** Where people look at it. */
    url: text(),
    job: text(),
    organisation: text(),
    place: text(),
    /** What else somebody says of themselves: a name and a value each. */
    fields: json<{ name: string; value: string }[]>(),
    /** A picture of ours, or a remote one that went through the instance. */
    pictureId: long().references(() => media.id, { onDelete: "set null" }),
    pictureUrl: text(),
    /** The small pictures in a remote actor's name and summary. */
    emojis: json<{ shortcode: string; url: string }[]>(),
    inbox: text().notNull(),
    sharedInbox: text(),
    outbox: text(),
    followers: text(),
    featured: text(),
    moderators: text(),
    /** Of a group: where its members get actor tokens (FEP-db0e). */
    actorToken: text(),
    /** Joining or following waits for approval. */
    approves: bool().notNull().default(false),
    discoverable: bool().notNull().default(false),
    indexable: bool().notNull().default(false),
    created: instant().notNull(),
    /** Counts the updates of the row. */
    version: long()
      .notNull()
      .default(1)
      .$onUpdate((): SQL => sql`${actor.version} + 1`),
    /** When a remote actor was last read from its home. */
    fetched: instant(),
    /** Set when the actor no longer exists. */
    gone: instant(),
    /** Where it says it lives now. */
    movedTo: text(),
    /** What it was before, or is elsewhere, as it says itself. */
    alsoKnownAs: json<string[]>(),
  },
  (t) => [index("actor_host").on(t.host, t.handle), index("actor_inbox").on(t.inbox)],
);

/** Public keys of actors; private ones of ours, encrypted with the secret key. */
export const actorKey = table(
  "actor_key",
  {
    iri: text().primaryKey(),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    kind: text({ enum: ["rsa", "ed25519"] }).notNull(),
    publicJwk: json<JsonWebKey>().notNull(),
    privateSealed: text(),
    created: instant().notNull(),
    /** Of ours: when another took its place. What it proved before holds good. */
    retired: instant(),
    /** Of ours: it may be in others' hands, and so nothing that it says holds good any more. */
    revoked: bool().notNull().default(false),
  },
  (t) => [index("actor_key_actor").on(t.actorId)],
);

/** A member of this organisation, with an account here. */
export const person = table("person", {
  actorId: long()
    .primaryKey()
    .references(() => actor.id, { onDelete: "cascade" }),
  /** Lower case. */
  email: text().notNull().unique(),
  passwordHash: text(),
  verified: instant(),
  role: text({ enum: ["member", "administrator"] }).notNull(),
  state: text({ enum: ["unverified", "waiting", "active", "closed"] }).notNull(),
  /** Why they ask for an account, where someone has to approve it. */
  reason: text(),
  created: instant().notNull(),
  lastSeen: instant(),
  /** The visit before this one: "what is new since I was here". */
  previousVisit: instant(),
});

export const session = table(
  "session",
  {
    /** SHA-256 of the cookie's value, hexadecimal. */
    tokenHash: text().primaryKey(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    created: instant().notNull(),
    lastSeen: instant().notNull(),
    expires: instant().notNull(),
    userAgent: text(),
  },
  (t) => [index("session_person").on(t.personId), index("session_expires").on(t.expires)],
);

/** A link sent by e-mail: verify an address, choose a new password. */
export const emailToken = table("email_token", {
  tokenHash: text().primaryKey(),
  purpose: text({ enum: ["verify", "reset", "invite"] }).notNull(),
  personId: long()
    .notNull()
    .references(() => person.actorId, { onDelete: "cascade" }),
  created: instant().notNull(),
  expires: instant().notNull(),
  used: instant(),
});

/** Rate limits: how often something was tried in a window. */
export const attempt = table(
  "attempt",
  { key: text().notNull(), window: instant().notNull(), count: integer().notNull() },
  (t) => [primaryKey({ columns: [t.key, t.window] })],
);

/** Pictures, re-encoded by us. Small, so they live in the database and travel with a backup. */
export const media = table("media", {
  id: long().primaryKey(),
  sha256: text().notNull().unique(),
  type: text().notNull(),
  width: integer().notNull(),
  height: integer().notNull(),
  data: bytes().notNull(),
  created: instant().notNull(),
});

/** A picture that lives on another server and is served through this one. */
export const remotePicture = table("remote_picture", {
  /** SHA-256 of the URL, hexadecimal: also its address here. */
  urlHash: text().primaryKey(),
  url: text().notNull(),
  mediaId: long().references(() => media.id, { onDelete: "set null" }),
  tried: instant(),
  problem: text(),
});

/** Mails to send, written in the same transaction as what caused them. */
export const mail = table(
  "mail",
  {
    id: sequence(),
    recipient: text().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    created: instant().notNull(),
    sent: instant(),
    attempts: integer().notNull().default(0),
    nextAttempt: instant(),
    problem: text(),
  },
  (t) => [index("mail_unsent").on(t.sent, t.nextAttempt)],
);
