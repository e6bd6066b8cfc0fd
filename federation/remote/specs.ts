import { eq } from "drizzle-orm";
import { peer, type Store } from "../../db/index.ts";
import type { SpecMemory } from "../wire/signed-request.ts";

/** Remembers for each host which signature it understood: in memory, and in the database across restarts. */
export function specMemory(store: Store): SpecMemory {
  const memory = new Map<string, "draft-cavage" | "rfc9421">();
  return {
    async get(host) {
      if (memory.has(host)) return memory.get(host);
      const [row] = await store.db.select({ spec: peer.signatureSpec }).from(peer).where(eq(peer.host, host));
      if (row?.spec) memory.set(host, row.spec);
      return row?.spec ?? undefined;
    },
    async first(host) {
      const [row] = await store.db.select({ said: peer.readsRfc9421 }).from(peer).where(eq(peer.host, host));
      return row?.said ? "rfc9421" : undefined;
    },
    forget: (host) => void memory.delete(host),
    async set(host, spec) {
      memory.set(host, spec);
      await store.transaction(async (tx) => {
        await tx.update(peer).set({ signatureSpec: spec }).where(eq(peer.host, host));
      });
    },
  };
}
