import { index, instant, integer, json, long, primaryKey, table, text } from "../columns.ts";
import { person } from "./people.ts";

/** A program that people let act for them: it registers itself, and is never pruned. */
export const app = table("app", {
  id: long().primaryKey(),
  clientId: text().notNull().unique(),
  /** SHA-256 of the secret, hexadecimal. */
  secretHash: text().notNull(),
  name: text().notNull(),
  website: text(),
  redirectUris: json<string[]>().notNull(),
  /** What it may ask for at most, with spaces between. */
  scopes: text().notNull(),
  created: instant().notNull(),
});

/** An authorisation code: somebody said yes, and the app has not come for its token yet. */
export const appCode = table(
  "app_code",
  {
    codeHash: text().primaryKey(),
    appId: long()
      .notNull()
      .references(() => app.id, { onDelete: "cascade" }),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    redirectUri: text().notNull(),
    scopes: text().notNull(),
    /** PKCE: base64url of the SHA-256 of the app's verifier (RFC 7636). */
    challenge: text(),
    expires: instant().notNull(),
    used: instant(),
  },
  (t) => [index("app_code_expires").on(t.expires)],
);

/** What an app shows at each request. It does not expire: a member ends it, or the app does. */
export const appToken = table(
  "app_token",
  {
    tokenHash: text().primaryKey(),
    appId: long()
      .notNull()
      .references(() => app.id, { onDelete: "cascade" }),
    /** Null: the app speaks for itself (client credentials). */
    personId: long().references(() => person.actorId, { onDelete: "cascade" }),
    scopes: text().notNull(),
    /** The code it was given for, which ends it when it is shown again. */
    codeHash: text(),
    created: instant().notNull(),
    lastUsed: instant().notNull(),
  },
  (t) => [
    index("app_token_person").on(t.personId, t.appId),
    index("app_token_app").on(t.appId),
    index("app_token_code").on(t.codeHash),
  ],
);

/** How far somebody has read a timeline in their apps. */
export const marker = table(
  "marker",
  {
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    timeline: text({ enum: ["home", "notifications"] }).notNull(),
    lastReadId: long().notNull(),
    version: integer().notNull(),
    updated: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.timeline] })],
);

/** A post that an app sent with a key of its own: sent again with the same key, it is the same post. */
export const sentOnce = table(
  "sent_once",
  {
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    key: text().notNull(),
    /** Null while it is being written. */
    contentId: long(),
    created: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.key] }), index("sent_once_created").on(t.created)],
);
