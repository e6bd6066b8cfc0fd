import { bool, index, instant, integer, json, long, sequence, table, text } from "../columns.ts";
import { appToken } from "./apps.ts";
import { notification } from "./forums.ts";
import { person } from "./people.ts";

/** Where an app wants to be woken up: one for each of its tokens, with which it ends. */
export const pushSubscription = table(
  "push_subscription",
  {
    id: sequence(),
    tokenHash: text()
      .notNull()
      .unique()
      .references(() => appToken.tokenHash, { onDelete: "cascade" }),
    /** The token itself, which the app is told again with each message; encrypted with the secret key. */
    tokenSealed: text().notNull(),
    personId: long()
      .notNull()
      .references(() => person.actorId, { onDelete: "cascade" }),
    endpoint: text().notNull(),
    /** The app's public key and secret, base64url (RFC 8291). */
    p256dh: text().notNull(),
    auth: text().notNull(),
    /** Encrypted as RFC 8291 has it; otherwise as its fourth draft had it. */
    standard: bool().notNull(),
    alerts: json<Record<string, boolean>>().notNull(),
    policy: text({ enum: ["all", "followed", "follower", "none"] }).notNull(),
    created: instant().notNull(),
  },
  (t) => [index("push_subscription_person").on(t.personId)],
);

/** A notification on its way to an app. */
export const pushMessage = table(
  "push_message",
  {
    id: sequence(),
    subscriptionId: long()
      .notNull()
      .references(() => pushSubscription.id, { onDelete: "cascade" }),
    notificationId: long()
      .notNull()
      .references(() => notification.id, { onDelete: "cascade" }),
    attempts: integer().notNull().default(0),
    nextAttempt: instant().notNull(),
    created: instant().notNull(),
  },
  (t) => [
    index("push_message_due").on(t.nextAttempt),
    index("push_message_subscription").on(t.subscriptionId),
    index("push_message_notification").on(t.notificationId),
  ],
);
