import { generateRsaPair } from "../../federation/wire/keys.ts";

const pairs: Promise<CryptoKeyPair>[] = [];
let asked = 0;

/**
 * A pair for an actor of a test. Making one takes a tenth of a second, so those of tests before are used again; the
 * actors of one test, fewer than this, differ.
 */
export function rsaPair(): Promise<CryptoKeyPair> {
  const n = asked++ % 40;
  return (pairs[n] ??= generateRsaPair());
}
