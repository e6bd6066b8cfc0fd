import { and, asc, desc, eq, notInArray, sql } from "drizzle-orm";
import { prepared, pushMessage, pushSubscription, type Writer } from "../../db/index.ts";
import { type Change, type Context, signedIn } from "../context.ts";
import type { Id } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import type { DataInput, SubscriptionInput } from "./input.ts";

export type Subscription = typeof pushSubscription.$inferSelect;

/** So many devices of one person are woken up; of more the newest. */
const mostForOne = 40;

/**
 * An app is to be told what its member is told. One subscription for each token: a new one takes the place of the one
 * before.
 *
 * @param token which token it belongs to, by its hash, and encrypted for the messages
 */
export async function subscribe(
  ctx: Context,
  token: { hash: string; sealed: string },
  { subscription, data }: SubscriptionInput,
): Promise<Subscription> {
  const { id: personId } = signedIn(ctx);
  return ctx.store.transaction(async (tx) => {
    await tx.delete(pushSubscription).where(eq(pushSubscription.tokenHash, token.hash));
    const { endpoint, keys, standard } = subscription;
    const [made] = await tx
      .insert(pushSubscription)
      .values({
        tokenHash: token.hash,
        tokenSealed: token.sealed,
        personId,
        endpoint,
        p256dh: keys.p256dh.toString("base64url"),
        auth: keys.auth.toString("base64url"),
        standard,
        ...data,
        created: ctx.clock(),
      })
      .returning();
    await keepNewest(tx, personId);
    return made!;
  });
}

async function keepNewest(tx: Writer, personId: Id): Promise<void> {
  const newest = tx
    .select({ id: pushSubscription.id })
    .from(pushSubscription)
    .where(eq(pushSubscription.personId, personId))
    .orderBy(desc(pushSubscription.id))
    .limit(mostForOne);
  await tx
    .delete(pushSubscription)
    .where(and(eq(pushSubscription.personId, personId), notInArray(pushSubscription.id, newest)));
}

/** @throws {Refusal} `not found` where this token has none */
export async function subscriptionOf(ctx: Context, tokenHash: string): Promise<Subscription> {
  const [found] = await ctx.store.db
    .select()
    .from(pushSubscription)
    .where(eq(pushSubscription.tokenHash, tokenHash));
  if (!found) throw notFound();
  return found;
}

/**
 * Changes what an app wants to be told of.
 *
 * @throws {Refusal} `not found` where this token has no subscription
 */
export async function changeSubscription(
  ctx: Context,
  tokenHash: string,
  data: DataInput,
): Promise<Subscription> {
  signedIn(ctx);
  return ctx.store.transaction(async (tx) => {
    const [changed] = await tx
      .update(pushSubscription)
      .set(data)
      .where(eq(pushSubscription.tokenHash, tokenHash))
      .returning();
    if (!changed) throw notFound();
    return changed;
  });
}

/** An app wants to be told no more. What is on its way to it goes along. */
export async function unsubscribe(ctx: Context, tokenHash: string): Promise<void> {
  signedIn(ctx);
  await ctx.store.transaction(async (tx) => {
    await tx.delete(pushSubscription).where(eq(pushSubscription.tokenHash, tokenHash));
  });
}

const subscriptionsQuery = prepared(
  "push subscriptions",
  (db) =>
    db
      .select({ id: pushSubscription.id })
      .from(pushSubscription)
      .where(eq(pushSubscription.personId, sql.placeholder("person")))
      .orderBy(asc(pushSubscription.id)),
  true,
);

/** Writes down what is to be sent to somebody's apps, in the transaction that tells them. */
export async function queuePushes({ tx, at }: Change, personId: Id, notificationId: Id): Promise<void> {
  const subscriptions = await subscriptionsQuery(tx, { person: personId });
  if (subscriptions.length === 0) return;
  await tx.insert(pushMessage).values(
    subscriptions.map(({ id }) => ({
      subscriptionId: id,
      notificationId,
      nextAttempt: at,
      created: at,
    })),
  );
}
