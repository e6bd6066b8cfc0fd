import { createPublicKey, type KeyObject } from "node:crypto";
import { eq } from "drizzle-orm";
import { actor, actorKey } from "../../db/index.ts";
import type { Deps } from "../deps.ts";
import { findKey, type KeyPurpose } from "../wire/find-key.ts";
import type { KeySource, KnownKey } from "../wire/key-source.ts";
import { fetchDocument } from "./fetch.ts";
import { storeActor } from "./actors.ts";

export interface PublicKeys extends KeySource {
  /** The key of an integrity proof, with its owner. */
  ofProof(keyId: string): Promise<KnownKey | null>;
}

/** Keys in memory: each some hundred bytes. */
const kept = 20_000;
/** The same key is fetched anew at most this often, in ms, however many wrong signatures arrive. */
const refetchEvery = 5 * 60_000;

/** Public keys of others: from memory, from the database, or from the actor who lists them. */
export function publicKeys(deps: () => Deps): PublicKeys {
  const memory = new Map<string, KnownKey>();
  const fetched = new Map<string, number>();

  function keep(keyId: string, key: KnownKey): KnownKey {
    if (memory.size >= kept) memory.clear();
    memory.set(keyId, { actorIri: key.actorIri, publicKey: key.publicKey });
    return key;
  }

  async function known(keyId: string): Promise<KnownKey | null> {
    const found = memory.get(keyId);
    if (found) return found;
    const [row] = await deps()
      .store.db.select({ jwk: actorKey.publicJwk, actorIri: actor.iri, gone: actor.gone })
      .from(actorKey)
      .innerJoin(actor, eq(actor.id, actorKey.actorId))
      .where(eq(actorKey.iri, keyId));
    if (!row || row.gone) return null;
    return keep(keyId, {
      actorIri: row.actorIri,
      publicKey: createPublicKey({ key: row.jwk, format: "jwk" }),
    });
  }

  async function fetchKey(keyId: string, purpose: KeyPurpose): Promise<KnownKey | null> {
    const { clock } = deps();
    const now = clock().getTime();
    if (now - (fetched.get(keyId) ?? -Infinity) < refetchEvery) return null;
    if (fetched.size >= kept) fetched.clear();
    fetched.set(keyId, now);
    let address = keyId;
    for (let step = 0; step < 3; step++) {
      const answer = await fetchDocument(deps(), address);
      if (!answer.ok) return null;
      const finding = findKey(answer.value.document, keyId, answer.value.url, purpose);
      if (finding.kind === "none") return null;
      if (finding.kind === "elsewhere") {
        address = finding.iri;
        continue;
      }
      const key: KnownKey = {
        actorIri: finding.actorIri,
        publicKey: finding.publicKey as KeyObject,
        fresh: true,
      };
      await storeActor(deps(), answer.value.document);
      return keep(keyId, key);
    }
    return null;
  }

  return {
    get: async (keyId) => (await known(keyId)) ?? fetchKey(keyId, "publicKey"),
    async refetch(keyId) {
      const key = await fetchKey(keyId, "publicKey");
      if (key) memory.set(keyId, { actorIri: key.actorIri, publicKey: key.publicKey });
      return key;
    },
    ofProof: async (keyId) => (await known(keyId)) ?? fetchKey(keyId, "assertionMethod"),
  };
}
