import type { KeyObject } from "node:crypto";
import { sameOrigin } from "./origin.ts";
import { readMultibase, readPem } from "./keys.ts";

export type KeyFinding =
  | { kind: "found"; actorIri: string; publicKey: KeyObject }
  /** The document is not the one that decides: fetch this one, and look again. */
  | { kind: "elsewhere"; iri: string }
  | { kind: "none"; problem: string };

/** HTTP signatures are made with a `publicKey`, integrity proofs with an `assertionMethod` (FEP-521a). */
export type KeyPurpose = "publicKey" | "assertionMethod";

/**
 * Looks for a key in a document that was fetched from `url`. Only the document of an actor decides, fetched from the
 * actor's own address: so a file that someone put on the same server cannot claim to be the actor. A key's own
 * document (Fedify's, or GoToSocial's `/main-key`, which shows a stub of the actor) leads to the actor.
 *
 * A caller follows `elsewhere` twice at most, and only for documents of an ActivityPub media type.
 */
export function findKey(document: unknown, keyId: string, url: string, purpose: KeyPurpose): KeyFinding {
  const none = (problem: string): KeyFinding => ({ kind: "none", problem });
  if (!isObject(document)) return none("The key's address leads to no document.");
  const owner = text(document.owner) ?? text(document.controller);
  if (owner && (document.publicKeyPem || document.publicKeyMultibase)) {
    if (!sameOrigin(owner, keyId)) return none("The key and its owner are not of the same server.");
    return { kind: "elsewhere", iri: owner };
  }
  const id = text(document.id);
  if (!id || !sameOrigin(id, keyId)) return none("The key and its owner are not of the same server.");
  if (withoutFragment(id) !== withoutFragment(url)) return { kind: "elsewhere", iri: id };
  const listed = [document[purpose] ?? []].flat().filter(isObject);
  const key = listed.find((one) => one.id === keyId);
  if (!key) return none("The actor does not list this key.");
  const said = text(key.owner) ?? text(key.controller);
  if (said !== undefined && said !== id) return none("The key is said to be someone else's.");
  const publicKey =
    purpose === "publicKey"
      ? readPem(text(key.publicKeyPem) ?? "")
      : readMultibase(text(key.publicKeyMultibase) ?? "");
  return publicKey ? { kind: "found", actorIri: id, publicKey } : none("The key cannot be read.");
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const withoutFragment = (iri: string): string => iri.split("#", 1)[0]!;
