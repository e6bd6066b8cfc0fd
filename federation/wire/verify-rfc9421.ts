import type { KeyObject } from "node:crypto";
import { verifyRequestDetailed } from "@fedify/fedify/sig";
import { CryptographicKey } from "@fedify/vocab";
import type { MessageSignature } from "./signature-headers.ts";
import type { IncomingRequest } from "./verify-request.ts";

const imported = new WeakMap<KeyObject, Promise<CryptoKey>>();

/**
 * Verifies one RFC 9421 signature with Fedify. Time, digest and what is covered were judged before: Fedify takes a
 * signature over nothing but the date, and then says nothing about the body.
 */
export async function verifyMessageSignature(
  { method, url, headers, body }: IncomingRequest,
  signature: MessageSignature,
  key: KeyObject,
): Promise<boolean> {
  const publicKey = imported.get(key) ?? importKey(key);
  imported.set(key, publicKey);
  const known = new CryptographicKey({ id: new URL(signature.keyId), publicKey: await publicKey });
  const copied = new Headers({ "signature-input": signature.input, signature: signature.signature });
  for (const name of signature.covered) {
    const value = name.startsWith("@") ? null : headers.get(name);
    if (value !== null) copied.set(name, value);
  }
  const request = new Request(url, {
    method,
    headers: copied,
    ...(body.length ? { body: new Uint8Array(body) } : {}),
  });
  try {
    const result = await verifyRequestDetailed(request, {
      spec: "rfc9421",
      timeWindow: false,
      keyCache: { get: () => Promise.resolve(known), set: () => Promise.resolve() },
      documentLoader: () => Promise.reject(new Error("Keys come from the key source alone.")),
    });
    return result.verified;
  } catch {
    return false;
  }
}

function importKey(key: KeyObject): Promise<CryptoKey> {
  const algorithm =
    key.asymmetricKeyType === "rsa" ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : { name: "Ed25519" };
  const spki = new Uint8Array(key.export({ type: "spki", format: "der" }));
  return crypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]);
}
