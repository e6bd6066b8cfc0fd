import { createPublicKey, KeyObject } from "node:crypto";
import { decodeMultibase, encodeMultibase } from "@fedify/fedify/runtime";

/**
 * Private keys, and our own public ones, are `CryptoKey`s: Fedify takes them, and WebCrypto signs off the main thread.
 * Other people's public keys are `KeyObject`s: verifying is quick enough to be done on the spot, at half the cost.
 */
const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/** What a database keeps of a pair. */
export interface KeyPairJwk {
  publicKey: JsonWebKey;
  privateKey: JsonWebKey;
}

/** A pair for HTTP signatures. 2048 bits: 4096 make every signature cost seven times as much (measured). */
export async function generateRsaPair(): Promise<CryptoKeyPair> {
  const options = { ...rsa, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  return await crypto.subtle.generateKey(options, true, ["sign", "verify"]);
}

/** A pair for object integrity proofs (FEP-8b32). */
export async function generateEd25519Pair(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
}

/** Throws if the keys are not extractable. */
export async function exportPair(pair: CryptoKeyPair): Promise<KeyPairJwk> {
  const [publicKey, privateKey] = await Promise.all([
    crypto.subtle.exportKey("jwk", pair.publicKey),
    crypto.subtle.exportKey("jwk", pair.privateKey),
  ]);
  return { publicKey, privateKey };
}

/** Throws for anything else than what `exportPair` gave. */
export async function importPair(jwk: KeyPairJwk): Promise<CryptoKeyPair> {
  const algorithm = jwk.publicKey.kty === "RSA" ? rsa : { name: "Ed25519" };
  const [publicKey, privateKey] = await Promise.all([
    crypto.subtle.importKey("jwk", jwk.publicKey, algorithm, true, ["verify"]),
    crypto.subtle.importKey("jwk", jwk.privateKey, algorithm, true, ["sign"]),
  ]);
  return { publicKey, privateKey };
}

/** The public half of a pair for proofs. Throws for anything else. */
export const importEd25519 = (jwk: JsonWebKey): Promise<CryptoKey> =>
  crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, true, ["verify"]);

/** SPKI in PEM, as `publicKeyPem` has it. */
export function publicKeyPem(key: CryptoKey): string {
  return KeyObject.from(key).export({ type: "spki", format: "pem" }) as string;
}

/** Multikey (FEP-521a, W3C Controlled Identifiers) of an Ed25519 key: base58 of 0xed01 and the 32 bytes. */
export function publicKeyMultibase(key: CryptoKey): string {
  const { x, crv } = KeyObject.from(key).export({ format: "jwk" }) as JsonWebKey;
  if (crv !== "Ed25519" || !x) throw new TypeError("Only an Ed25519 key has a multibase form here.");
  const bytes = new Uint8Array([0xed, 0x01, ...Buffer.from(x, "base64url")]);
  return new TextDecoder().decode(encodeMultibase("base58btc", bytes));
}

/**
 * Reads someone's `publicKeyPem`, SPKI or PKCS#1. `null` for what is not a key, for kinds that sign nothing here, and
 * for RSA outside 1024 to 8192 bits: smaller ones are broken, and larger ones are there to waste our time.
 */
export function readPem(pem: string): KeyObject | null {
  if (pem.length > 8192 || pem.includes("PRIVATE")) return null;
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
    if (key.asymmetricKeyType !== "rsa") return null;
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    const sound = modulusLength >= 1024 && modulusLength <= 8192 && publicExponent <= 0xffff_ffffn;
    return sound ? key : null;
  } catch {
    return null;
  }
}

/** Reads someone's `publicKeyMultibase`; `null` for anything else than an Ed25519 key. */
export function readMultibase(text: string): KeyObject | null {
  // An Ed25519 key has 48 characters; base58 takes time that grows with the square of the length.
  if (text.length > 64) return null;
  try {
    const bytes = decodeMultibase(text);
    if (bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 0x01) return null;
    const x = Buffer.from(bytes.subarray(2)).toString("base64url");
    return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  } catch {
    return null;
  }
}
