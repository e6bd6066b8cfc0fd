import type { KeyObject } from "node:crypto";

/** A public key, and the actor who was seen to list it. */
export interface KnownKey {
  actorIri: string;
  publicKey: KeyObject;
  /** Fetched just now, so that fetching it again would bring nothing. */
  fresh?: boolean;
}

/**
 * Where public keys come from: memory, database, network. Whoever implements it decides how often one key is fetched:
 * anyone can send a wrong signature in another's name and so have `refetch` called.
 */
export interface KeySource {
  /** The key as known, or fetched. `null` if it cannot be had. */
  get(keyId: string): Promise<KnownKey | null>;
  /** Fetched again, because the known one did not verify. */
  refetch(keyId: string): Promise<KnownKey | null>;
}
