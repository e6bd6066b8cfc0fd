import { and, eq } from "drizzle-orm";
import { actor, actorKey, type Store } from "../db/index.ts";
import type { Clock } from "../src/core/clock.ts";
import type { Id } from "../src/core/id.ts";
import type { Vault } from "./vault.ts";
import { exportPair, generateEd25519Pair, generateRsaPair, importPair } from "./wire/keys.ts";

export interface ActorKeys {
  actorIri: string;
  /** For HTTP signatures. */
  rsa: { keyId: string; pair: CryptoKeyPair };
  /** For proofs (FEP-8b32). */
  ed25519: { keyId: string; pair: CryptoKeyPair };
}

export interface Keys {
  /** The keys of an actor of ours, made when they are first asked for. */
  of(actorId: Id): Promise<ActorKeys>;
}

interface Given {
  store: Store;
  clock: Clock;
  vault: Vault;
  /** Where a new pair comes from: made, unless told. */
  rsaPair?: () => Promise<CryptoKeyPair>;
}

/** Imported keys kept in memory; each is some kilobytes. */
const kept = 5_000;

/** Keys of our actors: in the database for ever, sealed, and in memory while they are used. */
export function createKeys({ store, clock, vault, rsaPair = generateRsaPair }: Given): Keys {
  const ready = new Map<Id, Promise<ActorKeys>>();

  async function load(actorId: Id): Promise<ActorKeys | null> {
    const rows = await store.db
      .select({
        keyId: actorKey.iri,
        kind: actorKey.kind,
        publicKey: actorKey.publicJwk,
        sealed: actorKey.privateSealed,
        actorIri: actor.iri,
      })
      .from(actorKey)
      .innerJoin(actor, eq(actor.id, actorKey.actorId))
      .where(and(eq(actorKey.actorId, actorId), eq(actor.local, true)));
    const pair = async (kind: "rsa" | "ed25519") => {
      const row = rows.find((one) => one.kind === kind);
      if (!row?.sealed) return null;
      const privateKey = JSON.parse(vault.open(row.sealed)) as JsonWebKey;
      return { keyId: row.keyId, pair: await importPair({ publicKey: row.publicKey, privateKey }) };
    };
    const [rsa, ed25519] = await Promise.all([pair("rsa"), pair("ed25519")]);
    return rsa && ed25519 ? { actorIri: rows[0]!.actorIri, rsa, ed25519 } : null;
  }

  async function make(actorId: Id): Promise<void> {
    // Outside the transaction: an RSA pair takes tens of milliseconds, and nobody else could write meanwhile.
    const [rsa, ed25519] = await Promise.all([
      rsaPair().then(exportPair),
      generateEd25519Pair().then(exportPair),
    ]);
    await store.transaction(async (tx) => {
      const [owner] = await tx
        .select({ iri: actor.iri })
        .from(actor)
        .where(and(eq(actor.id, actorId), eq(actor.local, true)));
      if (!owner) throw new Error(`Actor ${actorId} is not ours: it has no private keys here`);
      // Of two processes that make keys for the same actor at once, the first one's count.
      await tx
        .insert(actorKey)
        .values(
          [
            { iri: `${owner.iri}#main-key`, kind: "rsa" as const, jwk: rsa },
            { iri: `${owner.iri}#ed25519-key`, kind: "ed25519" as const, jwk: ed25519 },
          ].map(({ iri, kind, jwk }) => ({
            iri,
            actorId,
            kind,
            publicJwk: jwk.publicKey,
            privateSealed: vault.seal(JSON.stringify(jwk.privateKey)),
            created: clock(),
          })),
        )
        .onConflictDoNothing();
    });
  }

  async function loadOrMake(actorId: Id): Promise<ActorKeys> {
    const found = await load(actorId);
    if (found) return found;
    await make(actorId);
    return (await load(actorId))!;
  }

  return {
    of(actorId) {
      let keys = ready.get(actorId);
      if (!keys) {
        if (ready.size >= kept) ready.clear();
        keys = loadOrMake(actorId);
        ready.set(actorId, keys);
        keys.catch(() => ready.delete(actorId));
      }
      return keys;
    },
  };
}
