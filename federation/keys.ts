import { and, desc, eq, isNotNull, lt } from "drizzle-orm";
import { actor, actorKey, type Store } from "../db/index.ts";
import type { Clock } from "../src/core/clock.ts";
import type { Id } from "../src/core/id.ts";
import type { Vault } from "./vault.ts";
import { exportPair, generateEd25519Pair, generateRsaPair, importEd25519, importPair } from "./wire/keys.ts";

export interface ActorKeys {
  actorIri: string;
  /** For HTTP signatures. */
  rsa: { keyId: string; pair: CryptoKeyPair };
  /** For proofs (FEP-8b32). */
  ed25519: { keyId: string; pair: CryptoKeyPair };
  /** The one before, for a day: servers that keep keys for hours and do not ask again still know it. */
  formerRsa: { keyId: string; pair: CryptoKeyPair } | null;
  /** Those before, newest first: proofs that were made with them hold good. */
  formerProofs: { keyId: string; publicKey: CryptoKey }[];
}

export interface Keys {
  /** The keys of an actor of ours, made when they are first asked for. */
  of(actorId: Id): Promise<ActorKeys>;
  /** They are read anew when they are next asked for. */
  forget(actorId: Id): void;
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
/** How long they are believed, in ms: another process may have retired them. */
const keptFor = 60_000;
/** How long requests may still be signed with a key that was retired, in ms. NodeBB keeps keys for six hours. */
export const overlap = 24 * 60 * 60_000;
/** Keys of proofs that are listed beside the present one: readers look at ten keys of an actor. */
const mostFormer = 8;

/** Keys of our actors: in the database for ever, sealed, and in memory while they are used. */
export function createKeys({ store, clock, vault, rsaPair = generateRsaPair }: Given): Keys {
  const ready = new Map<Id, { until: number; keys: Promise<ActorKeys> }>();

  async function load(actorId: Id): Promise<ActorKeys | null> {
    const rows = await store.db
      .select({
        keyId: actorKey.iri,
        kind: actorKey.kind,
        publicKey: actorKey.publicJwk,
        sealed: actorKey.privateSealed,
        retired: actorKey.retired,
        revoked: actorKey.revoked,
        actorIri: actor.iri,
      })
      .from(actorKey)
      .innerJoin(actor, eq(actor.id, actorKey.actorId))
      .where(and(eq(actorKey.actorId, actorId), eq(actor.local, true)))
      .orderBy(desc(actorKey.retired));
    const pair = async (row: (typeof rows)[number] | undefined) => {
      if (!row?.sealed) return null;
      const privateKey = JSON.parse(vault.open(row.sealed)) as JsonWebKey;
      return { keyId: row.keyId, pair: await importPair({ publicKey: row.publicKey, privateKey }) };
    };
    const present = (kind: "rsa" | "ed25519") =>
      pair(rows.find((one) => one.kind === kind && one.retired === null));
    const former = rows.filter(({ retired, revoked }) => retired !== null && !revoked);
    const since = clock().getTime() - overlap;
    const [rsa, ed25519, formerRsa, formerProofs] = await Promise.all([
      present("rsa"),
      present("ed25519"),
      pair(former.find(({ kind, retired }) => kind === "rsa" && retired!.getTime() > since)),
      Promise.all(
        former
          .filter(({ kind }) => kind === "ed25519")
          .slice(0, mostFormer)
          .map(async ({ keyId, publicKey }) => ({ keyId, publicKey: await importEd25519(publicKey) })),
      ),
    ]);
    return rsa && ed25519 ? { actorIri: rows[0]!.actorIri, rsa, ed25519, formerRsa, formerProofs } : null;
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
      const before = await tx
        .select({ kind: actorKey.kind, retired: actorKey.retired })
        .from(actorKey)
        .where(eq(actorKey.actorId, actorId));
      // Of two processes that make keys for the same actor at once, the first one's count.
      if (before.some(({ retired }) => retired === null)) return;
      // A name of its own for each, also for those that count nothing any more: others keep keys by their names.
      const nth = (kind: string) => before.filter((one) => one.kind === kind).length + 1;
      const named = (name: string, kind: string) =>
        `${owner.iri}#${name}${nth(kind) === 1 ? "" : `-${nth(kind)}`}`;
      await tx
        .insert(actorKey)
        .values(
          [
            { iri: named("main-key", "rsa"), kind: "rsa" as const, jwk: rsa },
            { iri: named("ed25519-key", "ed25519"), kind: "ed25519" as const, jwk: ed25519 },
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
      const found = ready.get(actorId);
      const now = clock().getTime();
      if (found && found.until > now) return found.keys;
      if (ready.size >= kept) ready.clear();
      const keys = loadOrMake(actorId);
      ready.set(actorId, { until: now + keptFor, keys });
      keys.catch(() => ready.delete(actorId));
      return keys;
    },
    forget: (actorId) => void ready.delete(actorId),
  };
}

/** The secret half of a retired key is thrown away when nobody needs it any more. */
export async function dropRetired({ store, clock }: { store: Store; clock: Clock }): Promise<void> {
  const before = new Date(clock().getTime() - overlap);
  const over = and(lt(actorKey.retired, before), isNotNull(actorKey.privateSealed));
  const [any] = await store.db.select({ iri: actorKey.iri }).from(actorKey).where(over).limit(1);
  if (!any) return;
  await store.transaction(async (tx) => {
    await tx.update(actorKey).set({ privateSealed: null }).where(over);
  });
}
