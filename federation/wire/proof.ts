import { hash, verify } from "node:crypto";
import { decodeMultibase, encodeMultibase } from "@fedify/fedify/runtime";
import canonicalise from "json-canon";
import { isObject, idOf, type JsonObject, withinLimits } from "./json.ts";
import type { KnownKey } from "./key-source.ts";
import { sameOrigin } from "./origin.ts";

export interface ProofKey {
  /** Where the actor lists the public key, as an `assertionMethod`. */
  keyId: string;
  /** Ed25519. */
  privateKey: CryptoKey;
}

/**
 * Adds an integrity proof (FEP-8b32, `eddsa-jcs-2022`) to a document, which stays as it is otherwise. From then on no
 * byte of it may change in meaning: it is passed on as it is. A proof that it has already is replaced.
 */
export async function addProof(document: JsonObject, key: ProofKey, created: Date): Promise<JsonObject> {
  const { proof: _, ...rest } = document;
  const options: JsonObject = {
    ...(rest["@context"] === undefined ? {} : { "@context": rest["@context"] }),
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: key.keyId,
    proofPurpose: "assertionMethod",
    // Whole seconds: Fedify writes the date anew before it verifies, and leaves out zeros at its end.
    created: created.toISOString().replace(/\.\d+Z$/, "Z"),
  };
  const signature = await crypto.subtle.sign(
    "Ed25519",
    key.privateKey,
    new Uint8Array(signedBytes(rest, options)),
  );
  const value = encodeMultibase("base58btc", new Uint8Array(signature));
  return { ...rest, proof: { ...options, proofValue: new TextDecoder().decode(value) } };
}

export type ProofProblem = "none" | "malformed" | "expired" | "key" | "owner" | "signature";

export type ProofResult =
  { ok: true; actorIri: string; keyId: string } | { ok: false; kind: ProofProblem; problem: string };

/**
 * Verifies the integrity proof of a document as it came: that its actor (or, of an object, its author) has signed it.
 * A linked data signature beside it does not count (FEP-8b32, "Backward compatibility").
 *
 * @param resolveKey finds an Ed25519 key by its address among an actor's `assertionMethod`s
 */
export async function verifyProof(
  document: JsonObject,
  resolveKey: (keyId: string) => Promise<KnownKey | null>,
  now: Date,
): Promise<ProofResult> {
  const refuse = (kind: ProofProblem, problem: string): ProofResult => ({ ok: false, kind, problem });
  const { proof: proofs, signature: _, ...rest } = document;
  const proof = [proofs].flat().find((one) => isObject(one) && one.cryptosuite === "eddsa-jcs-2022");
  if (!isObject(proof)) return refuse("none", "There is no proof of a kind that can be verified.");

  const { proofValue, ...options } = proof;
  const { verificationMethod: keyId, expires } = options;
  if (
    options.type !== "DataIntegrityProof" ||
    options.proofPurpose !== "assertionMethod" ||
    typeof keyId !== "string" ||
    typeof proofValue !== "string" ||
    proofValue.length > 128 ||
    !withinLimits(document)
  )
    return refuse("malformed", "The proof cannot be read.");
  const until = typeof expires === "string" ? Date.parse(expires) : NaN;
  if (expires !== undefined && !(until > now.getTime())) return refuse("expired", "The proof has expired.");

  const owner = idOf(rest.actor) ?? idOf(rest.attributedTo) ?? idOf(rest.id);
  const known = await resolveKey(keyId);
  if (!known) return refuse("key", "The key of the proof cannot be had.");
  if (known.actorIri !== owner || !sameOrigin(keyId, known.actorIri))
    return refuse("owner", "The proof is not the author's.");
  if (known.publicKey.asymmetricKeyType !== "ed25519")
    return refuse("key", "The key of the proof is of another kind.");

  try {
    const signature = decodeMultibase(proofValue);
    // Some leave the context out of the proof that they send, and sign it all the same, as Fedify expects.
    const candidates =
      options["@context"] !== undefined || rest["@context"] === undefined
        ? [options]
        : [{ ...options, "@context": rest["@context"] }, options];
    // The data integrity suite lets a document have more contexts than its proof. They could change what it means.
    if (options["@context"] !== undefined && !equal(options["@context"], rest["@context"]))
      return refuse("malformed", "The proof is for another context.");
    if (candidates.some((one) => verify(null, signedBytes(rest, one), known.publicKey, signature)))
      return { ok: true, actorIri: known.actorIri, keyId };
  } catch {
    return refuse("malformed", "The proof cannot be read.");
  }
  return refuse("signature", "The proof does not fit the document.");
}

/** What is signed (W3C Data Integrity EdDSA Cryptosuites, 3.3): both hashes, the options' first. */
function signedBytes(document: JsonObject, options: JsonObject): Buffer {
  return Buffer.concat([options, document].map((one) => hash("sha256", canonicalise(one), "buffer")));
}

const equal = (one: unknown, other: unknown): boolean =>
  other !== undefined && canonicalise(one) === canonicalise(other);
