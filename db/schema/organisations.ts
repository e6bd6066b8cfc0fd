import { sql } from "drizzle-orm";
import { bool, index, instant, integer, json, long, table, text } from "../columns.ts";
import { actor, media } from "./people.ts";

/** This instance: one row, written by the set-up. */
export const instance = table("instance", {
  id: integer().primaryKey(),
  actorId: long()
    .notNull()
    .references(() => actor.id),
  name: text().notNull(),
  shortName: text().notNull(),
  kind: text({
    enum: ["trust", "ics", "council", "charity", "supplier", "primary care", "national", "other"],
  }).notNull(),
  odsCode: text(),
  logoId: long().references(() => media.id, { onDelete: "set null" }),
  /** Addresses under these domains may register themselves. */
  emailDomains: json<string[]>().notNull(),
  /** How people outside reach the organisation: lines of text that everyone sees. */
  contact: text().notNull().default(""),
  /** Only servers that are allowed are dealt with. */
  allowlistOnly: bool().notNull().default(false),
  /** Members may write posts of their own, outside any workspace. */
  personalPosts: bool().notNull().default(true),
  created: instant().notNull(),
});

/** Another server, ours or foreign, and how far deliveries to it have come. */
export const peer = table(
  "peer",
  {
    /** Lower case, with a port where it is not the default. */
    host: text().primaryKey(),
    /** Its organisation's name, where it says one. */
    name: text(),
    software: text(),
    version: text(),
    /** Last sequence of `outgoing` that it needs, and the last that is done: equal means nothing waits. */
    head: long().notNull().default(0),
    cursor: long().notNull().default(0),
    /** The signature it understood last. */
    signatureSpec: text({ enum: ["draft-cavage", "rfc9421"] }),
    /** One of its actors says that it reads RFC 9421 (FEP-844e). */
    readsRfc9421: bool().notNull().default(false),
    failures: integer().notNull().default(0),
    nextAttempt: instant(),
    /** A worker holds this peer until then. */
    leasedUntil: instant(),
    lease: text(),
    problem: text(),
    /** Its inbox is no more (404, 410): nothing is sent until it is heard from again. */
    gone: instant(),
    lastHeard: instant(),
    lastSent: instant(),
    /** When its software and name were last asked for. */
    checked: instant(),
    created: instant().notNull(),
  },
  (t) => [
    // Of thousands of servers few have something waiting, and that is looked for after each delivery.
    index("peer_waiting")
      .on(t.host)
      .where(sql`${t.head} > ${t.cursor}`),
  ],
);
