import { eq, sql } from "drizzle-orm";
import { givenAs, peer, prepared, preparedWrite, type Store } from "../../db/index.ts";
import type { Notes } from "../delivery/notes.ts";
import type { SpecMemory } from "../wire/signed-request.ts";

const known = prepared("specs.known", (db) =>
  db
    .select({ spec: peer.signatureSpec, said: peer.readsRfc9421 })
    .from(peer)
    .where(eq(peer.host, sql.placeholder("host"))),
);

const learnt = preparedWrite("specs.learnt", (tx) =>
  tx
    .update(peer)
    .set({ signatureSpec: givenAs(peer.signatureSpec, "spec") })
    .where(eq(peer.host, sql.placeholder("host"))),
);

/** Remembers for each host which signature it understood: in memory, and in the database across restarts. */
export function specMemory(store: Store, notes: Notes): SpecMemory {
  const memory = new Map<string, "draft-cavage" | "rfc9421">();
  return {
    async get(host) {
      if (memory.has(host)) return memory.get(host);
      const [row] = await known(store, { host });
      if (row?.spec) memory.set(host, row.spec);
      return row?.spec ?? undefined;
    },
    async first(host) {
      const [row] = await known(store, { host });
      return row?.said ? "rfc9421" : undefined;
    },
    forget: (host) => void memory.delete(host),
    async set(host, spec) {
      memory.set(host, spec);
      await notes.write((tx) => learnt(tx, { host, spec }));
    },
  };
}
