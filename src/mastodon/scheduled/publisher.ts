import { and, asc, eq, lte } from "drizzle-orm";
import { person, scheduledPost } from "../../../db/index.ts";
import { type Acting, change, type Context } from "../../context.ts";
import { described } from "../../core/described.ts";
import { Refusal } from "../../core/refusal.ts";
import { notify } from "../../notifications/index.ts";
import { apiFor } from "../api.ts";
import { visibilityFor } from "../entities/status.ts";
import { write } from "../posting/write.ts";
import { filesIn, pollIn, type Scheduled } from "./operations.ts";

export interface Publisher {
  start(): void;
  stop(): Promise<void>;
  /** Publishes what is due, and says how much that was. */
  publishDue(): Promise<number>;
}

const pollEvery = 15_000;
/** A worker that holds a post for longer has died. */
const lease = 2 * 60_000;
const mostAttempts = 8;

/**
 * Publishes posts that were left for later, each once: taken up again after a worker has died, the same words are the
 * same post.
 */
export function createPublisher(contextFor: (acting: Acting | null) => Context): Publisher {
  const { store, clock } = contextFor(null);
  const timers: NodeJS.Timeout[] = [];
  let current: Promise<unknown> = Promise.resolve();

  const claim = (id: number, at: Date): Promise<Scheduled | undefined> =>
    store.transaction(async (tx) => {
      const [row] = await tx
        .update(scheduledPost)
        .set({ nextAttempt: new Date(at.getTime() + lease) })
        .where(and(eq(scheduledPost.id, id), lte(scheduledPost.nextAttempt, at)))
        .returning();
      return row;
    });

  async function publish(row: Scheduled): Promise<void> {
    const { id, personId, params } = row;
    const [author] = await store.db
      .select({ state: person.state })
      .from(person)
      .where(eq(person.actorId, personId));
    if (author?.state !== "active") throw new Refusal("forbidden", "The account is closed.");
    const api = await apiFor(contextFor({ id: personId, local: true, administrator: false }));
    const text = (name: string) => (typeof params[name] === "string" ? params[name] : "");
    const parent = text("in_reply_to_id") || null;
    await write(api, {
      text: text("text"),
      warning: text("spoiler_text"),
      visibility: visibilityFor(text("visibility")),
      sensitive: params.sensitive === true,
      language: text("language") || null,
      parent,
      files: filesIn(row),
      poll: pollIn(row),
      once: `scheduled ${id}`,
    });
  }

  /** The author finds the words and the reason among what they are told. */
  const refuse = ({ id, personId, params }: Scheduled, why: string) =>
    change(contextFor(null), async (made) => {
      await made.tx.delete(scheduledPost).where(eq(scheduledPost.id, id));
      const words = typeof params.text === "string" ? params.text.slice(0, 300) : "";
      await notify(made, { kind: "scheduled refused", personId, text: `${why} You wrote: ${words}` });
    });

  async function take(row: Scheduled): Promise<boolean> {
    try {
      await publish(row);
    } catch (error) {
      if (error instanceof Refusal) return refuse(row, error.message).then(() => false);
      console.error(JSON.stringify({ level: "error", room: "scheduled", error: described(error) }));
      const attempts = row.attempts + 1;
      if (attempts >= mostAttempts)
        return refuse(row, "Something went wrong here, again and again.").then(() => false);
      const nextAttempt = new Date(clock().getTime() + 2 ** attempts * 60_000);
      await store.transaction(async (tx) => {
        await tx.update(scheduledPost).set({ attempts, nextAttempt }).where(eq(scheduledPost.id, row.id));
      });
      return false;
    }
    await store.transaction(async (tx) => {
      await tx.delete(scheduledPost).where(eq(scheduledPost.id, row.id));
    });
    return true;
  }

  async function publishDue(): Promise<number> {
    const now = clock();
    const due = await store.db
      .select({ id: scheduledPost.id })
      .from(scheduledPost)
      .where(lte(scheduledPost.nextAttempt, now))
      .orderBy(asc(scheduledPost.nextAttempt), asc(scheduledPost.id))
      .limit(50);
    let published = 0;
    for (const { id } of due) {
      const row = await claim(id, now);
      if (row && (await take(row))) published++;
    }
    return published;
  }

  const tick = () => {
    current = current.then(publishDue).catch((error: unknown) => {
      console.error(JSON.stringify({ level: "error", room: "scheduled", error: described(error) }));
    });
  };

  return {
    publishDue,
    start() {
      timers.push(setInterval(tick, pollEvery));
      tick();
    },
    async stop() {
      timers.splice(0).forEach(clearInterval);
      await current;
    },
  };
}
