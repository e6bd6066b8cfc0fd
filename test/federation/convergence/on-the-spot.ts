import { createHash, KeyObject, sign, verify, type webcrypto } from "node:crypto";

type Algorithm = webcrypto.AlgorithmIdentifier;
type Bytes = ArrayBufferView<ArrayBuffer> | ArrayBuffer;

const { subtle } = globalThis.crypto;
const onThreads = {
  sign: subtle.sign.bind(subtle),
  verify: subtle.verify.bind(subtle),
  digest: subtle.digest.bind(subtle),
};

const nameOf = (algorithm: Algorithm): string => (typeof algorithm === "string" ? algorithm : algorithm.name);

/** What a signature hashes with; null where that is part of it, undefined for kinds that are not used here. */
function hashOf(algorithm: Algorithm, key: CryptoKey): string | null | undefined {
  const name = nameOf(algorithm);
  if (name === "Ed25519") return null;
  const { hash } = key.algorithm as { hash?: { name: string } };
  return name === "RSASSA-PKCS1-v1_5" ? hash?.name.replace("-", "") : undefined;
}

const viewOf = (bytes: Bytes): Buffer =>
  ArrayBuffer.isView(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(bytes);

const whole = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

/**
 * WebCrypto signs, verifies and digests on threads, and whichever of two is ready first goes on first: then the same seed
 * would not do the same again. From now on it does so on the spot, with Node's own functions for the same.
 *
 * @returns makes it as it was
 */
export function signOnTheSpot(): () => void {
  Object.assign(subtle, {
    async sign(algorithm: Algorithm, key: CryptoKey, data: Bytes) {
      const hash = hashOf(algorithm, key);
      if (hash === undefined) return onThreads.sign(algorithm, key, data);
      return whole(sign(hash, viewOf(data), KeyObject.from(key)));
    },
    async verify(algorithm: Algorithm, key: CryptoKey, signature: Bytes, data: Bytes) {
      const hash = hashOf(algorithm, key);
      if (hash === undefined) return onThreads.verify(algorithm, key, signature, data);
      return verify(hash, viewOf(data), KeyObject.from(key), viewOf(signature));
    },
    async digest(algorithm: Algorithm, data: Bytes) {
      return whole(createHash(nameOf(algorithm).replace("-", "")).update(viewOf(data)).digest());
    },
  });
  return () => void Object.assign(subtle, onThreads);
}
