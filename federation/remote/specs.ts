import { eq, sql } from "drizzle-orm";
import { givenAs, peer, prepared, preparedWrite, type Store } from "../../db/index.ts";
import type { Notes } from "../delivery/notes.ts";
import type { Spec } from "../wire/sign-request.ts";
import type { SpecMemory } from "../wire/signed-request.ts";

const stored = prepared("specs.known", (db) =>
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
  const memory = new Map<string, { spec: Spec | null; said: boolean }>();
  const about = async (host: string) =>
    memory.get(host) ?? (await stored(store, { host }))[0] ?? { spec: null, said: false };
  return {
    async get(host) {
      const known = await about(host);
      if (known.spec) memory.set(host, known);
      return known.spec ?? undefined;
    },
    async first(host) {
      const { spec, said } = await about(host);
      // Another process may hear of it meanwhile.
      if (!spec) memory.delete(host);
      return said ? "rfc9421" : undefined;
    },
    told(host, read) {
      if (!memory.has(host)) memory.set(host, read);
    },
    forget: (host) => void memory.delete(host),
    async set(host, spec) {
      memory.set(host, { spec, said: memory.get(host)?.said ?? false });
      await notes.write((tx) => learnt(tx, { host, spec }));
    },
  };
}
