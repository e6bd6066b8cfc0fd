import { instant, long, table, text } from "../columns.ts";

/** What an administrator has decided about another server, and all below its name. */
export const peerRule = table("peer_rule", {
  /** Lower case, with a port where it is not the default. */
  host: text().primaryKey(),
  rule: text({ enum: ["silenced", "suspended", "allowed"] }).notNull(),
  reason: text().notNull().default(""),
  byId: long(),
  created: instant().notNull(),
});
