import { index, instant, integer, json, long, primaryKey, sequence, table, text } from "../columns.ts";
import { actor, person } from "./people.ts";

/** A post that an app left for later. Who may write what is asked when its time has come. */
export const scheduledPost = table(
  "scheduled_post",
  {
    id: sequence(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    scheduled: instant().notNull(),
    /** What the app sent, as its own parameters. */
    params: json<Record<string, unknown>>().notNull(),
    attempts: integer().notNull().default(0),
    /** When it is tried; after `scheduled` only where something was in the way. */
    nextAttempt: instant().notNull(),
    created: instant().notNull(),
  },
  (t) => [index("scheduled_post_due").on(t.nextAttempt), index("scheduled_post_person").on(t.personId, t.id)],
);

const choice = () =>
  text({ enum: ["accept", "filter", "drop"] })
    .notNull()
    .default("accept");

/** Whose notifications somebody wants to look through first, or not at all; everybody's where there is no row. */
export const notificationPolicy = table("notification_policy", {
  personId: long()
    .primaryKey()
    .references(() => person.actorId, { onDelete: "cascade" }),
  forNotFollowing: choice(),
  forNotFollowers: choice(),
  forNewAccounts: choice(),
  forPrivateMentions: choice(),
  forLimitedAccounts: choice(),
});

/** Who may always tell somebody something, whatever the policy says: their request was accepted. */
export const notificationPermission = table(
  "notification_permission",
  {
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    actorId: long()
      .notNull()
      .references(() => actor.id, { onDelete: "cascade" }),
    created: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.actorId] })],
);
