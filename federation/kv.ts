import type { KvKey, KvStore, KvStoreListEntry, KvStoreSetOptions } from "@fedify/fedify";
import { and, eq, gt, isNull, like, lt, or } from "drizzle-orm";
import { kv, type Store } from "../db/index.ts";
import type { Clock } from "../src/core/clock.ts";

const name = (key: KvKey): string => JSON.stringify(key);

/** Fedify's key-value store over our database. What has expired is not there, and is swept when something is written. */
export function createKv(store: Store, clock: Clock): KvStore {
  const alive = () => or(isNull(kv.expires), gt(kv.expires, clock()));
  return {
    async get<T = unknown>(key: KvKey): Promise<T | undefined> {
      const [row] = await store.db
        .select({ value: kv.value })
        .from(kv)
        .where(and(eq(kv.key, name(key)), alive()));
      return row?.value as T | undefined;
    },
    async set(key: KvKey, value: unknown, options?: KvStoreSetOptions): Promise<void> {
      const now = clock();
      const expires = options?.ttl
        ? new Date(now.getTime() + options.ttl.total({ unit: "milliseconds" }))
        : null;
      await store.transaction(async (tx) => {
        await tx.delete(kv).where(lt(kv.expires, now));
        await tx
          .insert(kv)
          .values({ key: name(key), value, expires })
          .onConflictDoUpdate({ target: kv.key, set: { value, expires } });
      });
    },
    async delete(key: KvKey): Promise<void> {
      await store.transaction(async (tx) => {
        await tx.delete(kv).where(eq(kv.key, name(key)));
      });
    },
    async *list(prefix?: KvKey): AsyncIterable<KvStoreListEntry> {
      const start = prefix?.length ? name(prefix).slice(0, -1) : "[";
      const pattern = `${start.replace(/[\\%_]/g, "\\$&")}%`;
      const rows = await store.db
        .select({ key: kv.key, value: kv.value })
        .from(kv)
        .where(and(like(kv.key, pattern), alive()));
      for (const row of rows) {
        const key = JSON.parse(row.key) as unknown as KvKey;
        // `["ab"]` starts with the text of `["a` but not with the key `["a"]`.
        if (prefix?.every((part, index) => key[index] === part) ?? true) yield { key, value: row.value };
      }
    },
  };
}
