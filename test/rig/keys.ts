const options = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  // The shortest that is taken for a key at all: making and using it takes a fifth of the time of a real one.
  modulusLength: 1024,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;

/**
 * Pairs for actors of tests. Making one takes long, so those of tests before are used again; so many that are asked for
 * one after another differ.
 */
export function rsaPairs(count: number): () => Promise<CryptoKeyPair> {
  const pairs: Promise<CryptoKeyPair>[] = [];
  let asked = 0;
  return () => (pairs[asked++ % count] ??= crypto.subtle.generateKey(options, true, ["sign", "verify"]));
}

/** A pair for an actor of a test's own instance. */
export const rsaPair = rsaPairs(40);
