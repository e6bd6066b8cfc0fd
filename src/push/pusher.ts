import { and, asc, eq, lte } from "drizzle-orm";
import {
  appToken,
  follow,
  givenAs,
  person,
  prepared,
  pushMessage,
  pushSubscription,
  type Store,
} from "../../db/index.ts";
import type { Agent } from "../agent/index.ts";
import { hear } from "../context.ts";
import type { Clock } from "../core/clock.ts";
import { described } from "../core/described.ts";
import type { Id } from "../core/id.ts";
import { encrypted, type Sender } from "./encrypted.ts";
import type { AlertName } from "./input.ts";
import type { Subscription } from "./operations.ts";
import type { Sealer } from "./sealed.ts";

/** A notification as it is shown on a locked screen. */
export interface Words {
  type: AlertName;
  /** Who did it. */
  actorId: Id;
  icon: string;
  title: string;
  body: string;
}

export interface Pusher {
  start(): void;
  stop(): Promise<void>;
  /** Sends what is due, and says how many went. */
  sendDue(): Promise<number>;
}

export interface PusherOptions {
  store: Store;
  clock: Clock;
  agent: Pick<Agent, "request">;
  sender: Sender;
  sealer: Sealer;
  /** What one may see of one's own notification now; null where nothing is to be said. */
  wordsFor(personId: Id, notificationId: Id): Promise<Words | null>;
}

type Row = typeof pushMessage.$inferSelect;

/** Minutes until the next try, by the tries that failed; after the last one it is given up. */
const backOff = [1, 5, 15, 60, 240, 720, 1440];
/** A worker that holds a message for longer has died. */
const lease = 2 * 60_000;
const pollEvery = 15_000;
const atOnce = 8;

const dueQuery = prepared("push messages that are due", (db) =>
  db
    .select({ id: pushMessage.id })
    .from(pushMessage)
    .where(lte(pushMessage.nextAttempt, givenAs(pushMessage.nextAttempt, "now")))
    .orderBy(asc(pushMessage.nextAttempt), asc(pushMessage.id))
    .limit(100),
);

/** Wakes up apps: sends from rows with back-off, so that what was queued in a transaction is sent at least once. */
export function createPusher({ store, clock, agent, sender, sealer, wordsFor }: PusherOptions): Pusher {
  const timers: NodeJS.Timeout[] = [];
  let stopHearing = () => {};
  let current: Promise<unknown> = Promise.resolve();

  /** Takes one message for this worker, so that no other sends it at the same time. */
  const claim = (id: Id, at: Date): Promise<Row | undefined> =>
    store.transaction(async (tx) => {
      const [row] = await tx
        .update(pushMessage)
        .set({ nextAttempt: new Date(at.getTime() + lease) })
        .where(and(eq(pushMessage.id, id), lte(pushMessage.nextAttempt, at)))
        .returning();
      return row;
    });

  const drop = (id: Id) =>
    store.transaction(async (tx) => {
      await tx.delete(pushMessage).where(eq(pushMessage.id, id));
    });

  const end = (id: Id) =>
    store.transaction(async (tx) => {
      await tx.delete(pushSubscription).where(eq(pushSubscription.id, id));
    });

  async function again({ id, attempts }: Row): Promise<void> {
    const wait = backOff[attempts];
    if (wait === undefined) return drop(id);
    const nextAttempt = new Date(clock().getTime() + wait * 60_000);
    await store.transaction(async (tx) => {
      await tx
        .update(pushMessage)
        .set({ attempts: attempts + 1, nextAttempt })
        .where(eq(pushMessage.id, id));
    });
  }

  /** What is said to this app, if anything: asked now, because much may have changed since it was queued. */
  async function payloadFor(row: Row): Promise<{ to: Subscription; payload: string } | null> {
    const [found] = await store.db
      .select({ to: pushSubscription, state: person.state, scopes: appToken.scopes })
      .from(pushSubscription)
      .innerJoin(person, eq(person.actorId, pushSubscription.personId))
      .innerJoin(appToken, eq(appToken.tokenHash, pushSubscription.tokenHash))
      .where(eq(pushSubscription.id, row.subscriptionId));
    const token = found && sealer.open(found.to.tokenSealed);
    if (!found || !token || found.state !== "active") return null;
    const { to } = found;
    const words = await wordsFor(to.personId, row.notificationId);
    if (!words || !to.alerts[words.type] || !(await fits(to, words.actorId))) return null;
    const payload = JSON.stringify({
      access_token: token,
      preferred_locale: "en",
      notification_id: String(row.notificationId),
      notification_type: words.type,
      icon: words.icon,
      title: words.title,
      body: words.body,
    });
    return { to, payload };
  }

  /** Whether the app wants to be told what this person did. */
  async function fits({ policy, personId }: Subscription, actorId: Id): Promise<boolean> {
    if (policy === "all") return true;
    if (policy === "none") return false;
    const [followerId, followedId] = policy === "followed" ? [personId, actorId] : [actorId, personId];
    const found = await store.db.$count(
      follow,
      and(eq(follow.followerId, followerId), eq(follow.followedId, followedId), eq(follow.state, "accepted")),
    );
    return found > 0;
  }

  async function send(row: Row): Promise<boolean> {
    const made = await payloadFor(row);
    if (!made) return drop(row.id).then(() => false);
    let message;
    try {
      message = await encrypted(made.to, made.payload, sender);
    } catch {
      return end(made.to.id).then(() => false);
    }
    const answer = await agent.request(message.url, { ...message.request, redirects: 0, maxBytes: 65_536 });
    // An address that we do not go to is none; with most of 4xx the service says that nobody is there any more.
    const gone = answer.ok
      ? answer.value.status >= 400 && answer.value.status < 500 && ![408, 429].includes(answer.value.status)
      : answer.kind === "refused" || answer.kind === "invalid";
    if (gone) return end(made.to.id).then(() => false);
    if (!answer.ok || answer.value.status >= 300) return again(row).then(() => false);
    return drop(row.id).then(() => true);
  }

  async function sendDue(): Promise<number> {
    const now = clock();
    const due = await dueQuery(store, { now });
    let sent = 0;
    const work = async () => {
      for (let next = due.shift(); next; next = due.shift()) {
        const row = await claim(next.id, now);
        if (row && (await send(row))) sent++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return sent;
  }

  /** However many are told at once: one look sends to all of them. */
  let looking = false;
  const tick = () => {
    if (looking) return;
    looking = true;
    const look = () => {
      looking = false;
      return sendDue();
    };
    current = current.then(look).catch((error: unknown) => {
      console.error(JSON.stringify({ level: "error", room: "push", error: described(error) }));
    });
  };

  return {
    sendDue,
    start() {
      timers.push(setInterval(tick, pollEvery));
      stopHearing = hear(store, ({ kind }) => kind === "person.told" && tick());
      tick();
    },
    async stop() {
      timers.splice(0).forEach(clearInterval);
      stopHearing();
      await current;
    },
  };
}
