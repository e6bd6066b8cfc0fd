import { and, eq, lt, or, sql } from "drizzle-orm";
import { kv, type Store } from "../db/index.ts";
import type { Clock } from "../src/core/clock.ts";

/**
 * Whether this process does a job that only one may do at a time, for the next `milliseconds`. A process that was
 * killed loses it when the time is over.
 *
 * @param holder unique for the process
 */
export async function holds(
  { store, clock }: { store: Store; clock: Clock },
  job: string,
  holder: string,
  milliseconds: number,
): Promise<boolean> {
  const now = clock();
  const kept = `${holder} ${job}`;
  // Half of the time it is certain without asking.
  if ((held.get(kept) ?? 0) > now.getTime()) return true;
  const expires = new Date(now.getTime() + milliseconds);
  return store.transaction(async (tx) => {
    const rows = await tx
      .insert(kv)
      .values({ key: `lease:${job}`, value: holder, expires })
      .onConflictDoUpdate({
        target: kv.key,
        set: { value: holder, expires },
        setWhere: or(lt(kv.expires, now), eq(kv.value, sql.param(holder, kv.value))),
      })
      .returning({ key: kv.key });
    if (rows.length > 0) held.set(kept, now.getTime() + milliseconds / 2);
    return rows.length > 0;
  });
}

/** Until when this process need not ask again. */
const held = new Map<string, number>();

/** Gives the job up, so that another process need not wait. */
export async function release({ store }: { store: Store }, job: string, holder: string): Promise<void> {
  held.delete(`${holder} ${job}`);
  await store.transaction(async (tx) => {
    await tx.delete(kv).where(and(eq(kv.key, `lease:${job}`), eq(kv.value, sql.param(holder, kv.value))));
  });
}
