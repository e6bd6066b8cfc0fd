import { createPublicKey, type KeyObject } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { actor, actorKey, prepared } from "../../db/index.ts";
import { buckets } from "../bucket.ts";
import type { Deps } from "../deps.ts";
import { findKey, type KeyPurpose } from "../wire/find-key.ts";
import type { KeySource, KnownKey } from "../wire/key-source.ts";
import { fetchDocument } from "./fetch.ts";
import { storeActor } from "./actors.ts";

export interface PublicKeys extends KeySource {
  /** Whether a key could not be had because its server did not answer: then the sender may try again. */
  unreachable(keyId: string): boolean;
  /**
   * The same, for somebody who has yet to say who they are: anyone can name keys that lead nowhere, and so have us ask
   * other servers. From one address that is done so often and no more.
   *
   * @param address where the request comes from
   */
  askedBy(address: string): KeySource & {
    /** Whether a key was not looked for, because too many led nowhere. */
    tooMany(): boolean;
  };
  /** A key that is in memory. */
  kept(keyId: string): KnownKey | null;
  /** The actor says that it has other keys now. */
  forget(actorIri: string): void;
  /** The key of an integrity proof, with its owner. */
  ofProof(keyId: string): Promise<KnownKey | null>;
}

/** Keys in memory: each some hundred bytes, and read anew from the database after this time, in ms. */
const kept = 20_000;
const keptFor = 10 * 60_000;
/** The same key is fetched anew at most this often, in ms, however many wrong signatures arrive. */
const refetchEvery = 5 * 60_000;

const keyQuery = prepared("key of somebody elsewhere", (db) =>
  db
    .select({ jwk: actorKey.publicJwk, actorIri: actor.iri, gone: actor.gone })
    .from(actorKey)
    .innerJoin(actor, eq(actor.id, actorKey.actorId))
    .where(eq(actorKey.iri, sql.placeholder("iri"))),
);

/** How long a server that did not answer is not asked for the same key again, in ms. */
const silentFor = 15_000;

/** Fetches that brought no key, from one address: at once, and a second. Honest servers name keys that there are. */
const fruitless = { burst: 300, each: 2 };

/** Public keys of others: from memory, from the database, or from the actor who lists them. */
export function publicKeys(deps: () => Deps): PublicKeys {
  const memory = new Map<string, KnownKey & { until: number }>();
  const fetched = new Map<string, number>();
  const silent = new Map<string, number>();
  const strangers = buckets(() => deps().clock(), fruitless);
  const underWay = new Map<string, Promise<KnownKey | null>>();

  function keep(keyId: string, key: KnownKey): KnownKey {
    if (memory.size >= kept) memory.clear();
    const until = deps().clock().getTime() + keptFor;
    memory.set(keyId, { actorIri: key.actorIri, publicKey: key.publicKey, until });
    return key;
  }

  function inMemory(keyId: string): KnownKey | null {
    const found = memory.get(keyId);
    return found && found.until > deps().clock().getTime() ? found : null;
  }

  async function known(keyId: string): Promise<KnownKey | null> {
    const found = inMemory(keyId);
    if (found) return found;
    const [row] = await keyQuery(deps().store, { iri: keyId });
    if (!row || row.gone) return null;
    return keep(keyId, {
      actorIri: row.actorIri,
      publicKey: createPublicKey({ key: row.jwk, format: "jwk" }),
    });
  }

  /** One fetch of a key at a time: who asks meanwhile waits for the same answer. */
  function fetchKey(keyId: string, purpose: KeyPurpose): Promise<KnownKey | null> {
    const same = underWay.get(keyId);
    if (same) return same;
    const fetching = fetchNow(keyId, purpose).finally(() => underWay.delete(keyId));
    underWay.set(keyId, fetching);
    return fetching;
  }

  async function fetchNow(keyId: string, purpose: KeyPurpose): Promise<KnownKey | null> {
    const { clock } = deps();
    const now = clock().getTime();
    if (now - (fetched.get(keyId) ?? -Infinity) < refetchEvery) return null;
    if (fetched.size >= kept) fetched.clear();
    fetched.set(keyId, now);
    let address = keyId;
    for (let step = 0; step < 3; step++) {
      const answer = await fetchDocument(deps(), address);
      if (!answer.ok) {
        if (answer.kind === "unreachable") {
          if (silent.size >= kept) silent.clear();
          silent.set(keyId, now);
          // Asked again soon: it was not the key that was wrong.
          fetched.set(keyId, now - refetchEvery + silentFor);
        }
        return null;
      }
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

  async function refetch(keyId: string): Promise<KnownKey | null> {
    memory.delete(keyId);
    return fetchKey(keyId, "publicKey");
  }

  return {
    get: async (keyId) => (await known(keyId)) ?? fetchKey(keyId, "publicKey"),
    refetch,
    kept: inMemory,
    askedBy(address) {
      let refused = false;
      const asking = async (ask: () => Promise<KnownKey | null>) => {
        refused = !strangers.has(address);
        if (refused) return null;
        const key = await ask();
        if (!key) strangers.take(address);
        return key;
      };
      return {
        get: async (keyId) => (await known(keyId)) ?? asking(() => fetchKey(keyId, "publicKey")),
        refetch: (keyId) => asking(() => refetch(keyId)),
        tooMany: () => refused,
      };
    },
    forget(actorIri) {
      for (const [keyId, key] of memory) if (key.actorIri === actorIri) memory.delete(keyId);
    },
    unreachable: (keyId) => deps().clock().getTime() - (silent.get(keyId) ?? -Infinity) <= silentFor,
    ofProof: async (keyId) => (await known(keyId)) ?? fetchKey(keyId, "assertionMethod"),
  };
}
