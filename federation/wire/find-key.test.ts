import { beforeAll, expect, test } from "vitest";
import { findKey } from "./find-key.ts";
import { generateEd25519Pair, generateRsaPair, publicKeyMultibase, publicKeyPem } from "./keys.ts";

const id = "https://north.example/users/nia";
const keyId = `${id}#main-key`;
let pem: string;
let actor: Record<string, unknown>;

beforeAll(async () => {
  pem = publicKeyPem((await generateRsaPair()).publicKey);
  const multibase = publicKeyMultibase((await generateEd25519Pair()).publicKey);
  actor = {
    id,
    type: "Person",
    publicKey: { id: keyId, owner: id, publicKeyPem: pem },
    assertionMethod: [
      { id: `${id}#ed25519`, type: "Multikey", controller: id, publicKeyMultibase: multibase },
    ],
  };
});

test("the actor's own document has the key, one or several", () => {
  expect(findKey(actor, keyId, id, "publicKey")).toMatchObject({ kind: "found", actorIri: id });
  const several = { ...actor, publicKey: [{ id: `${id}#old` }, actor.publicKey] };
  expect(findKey(several, keyId, keyId, "publicKey")).toMatchObject({ kind: "found", actorIri: id });
  expect(findKey(actor, `${id}#ed25519`, id, "assertionMethod")).toMatchObject({ kind: "found" });
});

test("a key for one purpose is none for the other", () => {
  expect(findKey(actor, `${id}#ed25519`, id, "publicKey").kind).toBe("none");
  expect(findKey(actor, keyId, id, "assertionMethod").kind).toBe("none");
});

test("GoToSocial's stub and a bare key lead to the actor, who has to list the key", () => {
  const mainKey = `${id}/main-key`;
  const key = { id: mainKey, owner: id, publicKeyPem: pem };
  const stub = { id, type: "Person", publicKey: key };
  expect(findKey(stub, mainKey, mainKey, "publicKey")).toEqual({ kind: "elsewhere", iri: id });
  expect(findKey(key, mainKey, mainKey, "publicKey")).toEqual({ kind: "elsewhere", iri: id });
  expect(findKey({ ...actor, publicKey: key }, mainKey, id, "publicKey").kind).toBe("found");
  expect(findKey(actor, mainKey, id, "publicKey").kind).toBe("none");
});

test("a file on the same server cannot claim to be the actor", () => {
  const upload = "https://north.example/media/evil.json";
  const forged = { ...actor, publicKey: { id: `${upload}#key`, owner: id, publicKeyPem: pem } };
  expect(findKey(forged, `${upload}#key`, upload, "publicKey")).toEqual({ kind: "elsewhere", iri: id });
});

test("another server's key, another's key, and no key are none", () => {
  const elsewhere = "https://evil.example/key";
  expect(findKey(actor, elsewhere, id, "publicKey").kind).toBe("none");
  expect(
    findKey({ id: elsewhere, owner: id, publicKeyPem: pem }, elsewhere, elsewhere, "publicKey").kind,
  ).toBe("none");
  const stolen = {
    ...actor,
    publicKey: { id: keyId, owner: "https://north.example/users/eve", publicKeyPem: pem },
  };
  expect(findKey(stolen, keyId, id, "publicKey").kind).toBe("none");
  const broken = { ...actor, publicKey: { id: keyId, owner: id, publicKeyPem: "x" } };
  expect(findKey(broken, keyId, id, "publicKey").kind).toBe("none");
  for (const document of [null, [], "x", 1, {}, { id: 5 }, { id: "#x" }])
    expect(findKey(document, keyId, id, "publicKey").kind).toBe("none");
});
