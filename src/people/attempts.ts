import { createHash } from "node:crypto";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import { attempt, type Store, type Writer } from "../../db/index.ts";
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/refusal.ts";

export interface Limit {
  /** What is limited, for whom: `sign-in from 192.0.2.1`. Kept as a hash where it names a person. */
  key: string;
  max: number;
  minutes: number;
}

const windowOf = (now: Date, minutes: number): Date => {
  const length = minutes * 60_000;
  return new Date(Math.floor(now.getTime() / length) * length);
};

/** A key for what must not stand in the database as it is. */
export const hidden = (text: string): string =>
  createHash("sha256").update(text.toLowerCase()).digest("base64url").slice(0, 22);

/**
 * Counts one try against each limit, before the work is done, so that many tries at once count as many.
 * The counts are in the database: they hold across processes and restarts.
 *
 * @returns how to take the count back, for tries that were rightful
 * @throws {Refusal} `too many`
 */
export async function countAttempt(
  { store, clock }: { store: Store; clock: Clock },
  limits: Limit[],
): Promise<() => Promise<void>> {
  const now = clock();
  const rows = limits.map((limit) => ({ ...limit, window: windowOf(now, limit.minutes) }));
  const over = await store.transaction(async (tx) => {
    let waits = 0;
    for (const row of rows) if ((await oneMore(tx, row)) > row.max) waits = Math.max(waits, row.minutes);
    return waits;
  });
  if (over) throw new Refusal("too many", `That was tried too often. Wait ${over} minutes, then try again.`);
  return () =>
    store.transaction(async (tx) => {
      for (const row of rows) await oneLess(tx, row);
    });
}

interface Counted {
  key: string;
  window: Date;
}

async function oneMore(tx: Writer, { key, window }: Counted): Promise<number> {
  const [row] = await tx
    .insert(attempt)
    .values({ key, window, count: 1 })
    .onConflictDoUpdate({
      target: [attempt.key, attempt.window],
      set: { count: sql`${attempt.count} + 1` },
    })
    .returning({ count: attempt.count });
  return row?.count ?? 0;
}

const oneLess = (tx: Writer, { key, window }: Counted) =>
  tx
    .update(attempt)
    .set({ count: sql`${attempt.count} - 1` })
    .where(and(eq(attempt.key, key), eq(attempt.window, window), gt(attempt.count, 0)));

/** One more of what somebody may do so often: how often it was, until when that counts, and how to take it back. */
export interface Use {
  count: number;
  ends: Date;
  takeBack(): Promise<void>;
}

/** Counts without deciding. */
export async function countUse(
  { store, clock }: { store: Store; clock: Clock },
  { key, minutes }: Limit,
): Promise<Use> {
  const one = { key, window: windowOf(clock(), minutes) };
  return {
    count: await store.transaction((tx) => oneMore(tx, one)),
    ends: new Date(one.window.getTime() + minutes * 60_000),
    takeBack: () => store.transaction((tx) => oneLess(tx, one).then(() => undefined)),
  };
}

/** Deletes counts of windows long past. */
export async function forgetAttempts(store: Store, before: Date): Promise<void> {
  await store.transaction((tx) =>
    tx
      .delete(attempt)
      .where(lt(attempt.window, before))
      .then(() => undefined),
  );
}
