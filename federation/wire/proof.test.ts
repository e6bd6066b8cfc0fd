import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { signObject, verifyObject, verifyProof as fedifyVerifies } from "@fedify/fedify/sig";
import { Create, DataIntegrityProof, Multikey, Note } from "@fedify/vocab";
import { beforeAll, describe, expect, test } from "vitest";
import { activityContext } from "./context.ts";
import type { JsonObject } from "./json.ts";
import type { KnownKey } from "./key-source.ts";
import {
  generateEd25519Pair,
  generateRsaPair,
  publicKeyMultibase,
  publicKeyPem,
  readMultibase,
  readPem,
} from "./keys.ts";
import { addProof, verifyProof } from "./proof.ts";

const actorIri = "https://north.example/users/nia";
const keyId = `${actorIri}#ed25519-key`;
const created = new Date("2026-03-01T12:00:00.123Z");
let pair: CryptoKeyPair;
let multikey: Multikey;
let known: KnownKey;
const resolve = async (asked: string): Promise<KnownKey | null> => (asked === keyId ? known : null);

beforeAll(async () => {
  pair = await generateEd25519Pair();
  known = { actorIri, publicKey: readMultibase(publicKeyMultibase(pair.publicKey))! };
  multikey = new Multikey({ id: new URL(keyId), controller: new URL(actorIri), publicKey: pair.publicKey });
});

const activity: JsonObject = {
  "@context": activityContext,
  id: "https://north.example/activities/1",
  type: "Create",
  actor: actorIri,
  to: ["https://www.w3.org/ns/activitystreams#Public"],
  cc: [],
  unknown: { numbers: [1.0, 1e21, -0, 0.1], text: "Ärzte \u2028 \u{1F600}", nothing: null },
  object: {
    id: "https://north.example/notes/1",
    type: "Note",
    attributedTo: actorIri,
    content: "<p>What works on our ward</p>",
    published: "2026-03-01T12:00:00Z",
  },
};

const keyCache = { get: () => Promise.resolve(multikey), set: () => Promise.resolve() };
const documentLoader = (): never => {
  throw new Error("no network");
};

describe("our proofs", () => {
  test("leave the document as it is, unknown fields included", async () => {
    const { proof, ...rest } = await addProof(activity, { keyId, privateKey: pair.privateKey }, created);
    expect(rest).toEqual(activity);
    expect(proof).toEqual({
      "@context": activityContext,
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-jcs-2022",
      verificationMethod: keyId,
      proofPurpose: "assertionMethod",
      created: "2026-03-01T12:00:00Z",
      proofValue: expect.stringMatching(/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/),
    });
  });

  test("are verified by us and by Fedify, also after a journey as text", async () => {
    const signed = await addProof(activity, { keyId, privateKey: pair.privateKey }, created);
    const arrived = JSON.parse(JSON.stringify(signed)) as JsonObject;
    expect(await verifyProof(arrived, resolve, created)).toEqual({ ok: true, actorIri, keyId });
    const proof = await DataIntegrityProof.fromJsonLd(arrived.proof);
    expect(await fedifyVerifies(arrived, proof, { keyCache, documentLoader })).not.toBeNull();
    expect(await verifyObject(Create, arrived, { keyCache, documentLoader })).toBeInstanceOf(Create);
  });

  test("replace an earlier one", async () => {
    const key = { keyId, privateKey: pair.privateKey };
    const twice = await addProof(await addProof(activity, key, new Date(0)), key, created);
    expect(await verifyProof(twice, resolve, created)).toMatchObject({ ok: true });
  });

  test("don't survive any change, and say nothing about a linked data signature", async () => {
    const signed = await addProof(activity, { keyId, privateKey: pair.privateKey }, created);
    const changes: JsonObject[] = [
      { type: "Announce" },
      { extra: 1 },
      { unknown: {} },
      { object: { ...(activity.object as JsonObject), content: "<p>Something else</p>" } },
      { proof: { ...(signed.proof as JsonObject), created: "2026-03-02T12:00:00Z" } },
    ];
    for (const change of changes)
      expect(await verifyProof({ ...signed, ...change }, resolve, created)).toMatchObject({
        kind: "signature",
      });
    expect(
      await verifyProof({ ...signed, signature: { type: "RsaSignature2017" } }, resolve, created),
    ).toMatchObject({
      ok: true,
    });
  });

  test("don't cover a context that was added", async () => {
    const signed = await addProof(activity, { keyId, privateKey: pair.privateKey }, created);
    const widened = [...activityContext, { object: "https://evil.example/object" }] as JsonObject[string];
    expect(await verifyProof({ ...signed, "@context": widened }, resolve, created)).toMatchObject({
      ok: false,
    });
  });
});

describe("proofs of others", () => {
  test("Fedify's is verified", async () => {
    const create = new Create({
      id: new URL("https://north.example/activities/2"),
      actor: new URL(actorIri),
      object: new Note({ id: new URL("https://north.example/notes/2"), content: "Hello" }),
    });
    const signed = await signObject(create, pair.privateKey, new URL(keyId), { documentLoader });
    const json = (await signed.toJsonLd({ format: "compact" })) as JsonObject;
    expect(await verifyProof(json, resolve, created)).toEqual({ ok: true, actorIri, keyId });
  });

  test("one without its own context is verified", async () => {
    const signed = await addProof(activity, { keyId, privateKey: pair.privateKey }, created);
    const { "@context": _, ...proof } = signed.proof as JsonObject;
    expect(await verifyProof({ ...signed, proof }, resolve, created)).toMatchObject({ ok: true });
    expect(await verifyProof({ ...signed, proof: [proof] }, resolve, created)).toMatchObject({ ok: true });
  });

  test("only the author's own counts, with a key of the same server", async () => {
    const signed = await addProof(activity, { keyId, privateKey: pair.privateKey }, created);
    const eve = async (): Promise<KnownKey> => ({ ...known, actorIri: "https://north.example/users/eve" });
    expect(await verifyProof(signed, eve, created)).toMatchObject({ kind: "owner" });
    const elsewhere = "https://evil.example/keys/1";
    const foreign = await addProof(activity, { keyId: elsewhere, privateKey: pair.privateKey }, created);
    expect(await verifyProof(foreign, async () => known, created)).toMatchObject({ kind: "owner" });
    const ofObject = await addProof(
      activity.object as JsonObject,
      { keyId, privateKey: pair.privateKey },
      created,
    );
    expect(await verifyProof(ofObject, resolve, created)).toMatchObject({ ok: true, actorIri });
  });

  test("a proof that cannot be verified is refused, and says why", async () => {
    const signed = await addProof(activity, { keyId, privateKey: pair.privateKey }, created);
    const proof = signed.proof as JsonObject;
    const rsa = readPem(publicKeyPem((await generateRsaPair()).publicKey))!;
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`) as JsonObject;
    const kind = async (change: JsonObject, key: KnownKey | null = known): Promise<unknown> => {
      const result = await verifyProof({ ...signed, ...change }, async () => key, created);
      return result.ok ? "verified" : result.kind;
    };
    expect(await kind({})).toBe("verified");
    expect(await kind({ proof: undefined })).toBe("none");
    expect(await kind({ proof: "z123" })).toBe("none");
    expect(await kind({ proof: { ...proof, cryptosuite: "ecdsa-jcs-2019" } })).toBe("none");
    expect(await kind({ proof: { ...proof, type: "Other" } })).toBe("malformed");
    expect(await kind({ proof: { ...proof, proofPurpose: "authentication" } })).toBe("malformed");
    expect(await kind({ proof: { ...proof, verificationMethod: 1 } })).toBe("malformed");
    expect(await kind({ proof: { ...proof, proofValue: "z".repeat(100_000) } })).toBe("malformed");
    expect(await kind({ proof: { ...proof, proofValue: "!" } })).toBe("malformed");
    expect(await kind({ proof: { ...proof, expires: "2026-03-01T11:00:00Z" } })).toBe("expired");
    expect(await kind({ proof: { ...proof, expires: "never" } })).toBe("expired");
    expect(await kind({ proof: { ...proof, expires: { toString: null } } })).toBe("expired");
    expect(await kind({ unknown: "\ud800" })).toBe("malformed");
    expect(await kind({ unknown: deep })).toBe("malformed");
    expect(await kind({}, null)).toBe("key");
    expect(await kind({}, { actorIri, publicKey: rsa })).toBe("key");
  });
});

const folder = "../shared/payloads/wire";
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: no captured proofs to verify, as ${folder} is not there.`);

describe.skipIf(!present)("captured proofs of Hollo", () => {
  const read = (name: string): { request: { bodyRaw: string }; response: { bodyJson: JsonObject } } =>
    JSON.parse(readFileSync(join(folder, name), "utf8"));
  const files = present ? readdirSync(folder).filter((name) => name.startsWith("inbox-from-hollo-")) : [];

  test.each(files)("%s", async (name) => {
    const actor = read("get-hollo-Person-by-gts-signed.json").response.bodyJson;
    const document = JSON.parse(read(name).request.bodyRaw) as JsonObject;
    const resolveKey = async (asked: string): Promise<KnownKey | null> => {
      const key = (actor.assertionMethod as JsonObject[]).find(({ id }) => id === asked);
      const publicKey = readMultibase(String(key?.publicKeyMultibase));
      return publicKey && { actorIri: String(actor.id), publicKey };
    };
    expect(await verifyProof(document, resolveKey, created)).toMatchObject({ ok: true });
  });
});

// https://app.opencve.io/cve/CVE-2026-48028, https://basefortify.eu/cve_reports/2026/06/cve-2026-50128.html
test("CVE-2026-48028 and CVE-2026-50128, Mastodon: of what is proved nothing is taken out, put in or changed, known or not", async () => {
  const proved = await addProof(activity, { keyId, privateKey: pair.privateKey }, created);
  expect(await verifyProof(proved, resolve, created)).toMatchObject({ ok: true });
  const inner = proved.object as JsonObject;
  const forged: [what: string, document: JsonObject][] = [];
  for (const name of Object.keys(activity)) {
    const { [name]: _taken, ...rest } = proved;
    forged.push(
      [`without ${name}`, rest],
      [`another ${name}`, { ...proved, [name]: "https://evil.example/1" }],
    );
  }
  for (const name of Object.keys(inner)) {
    const { [name]: _taken, ...rest } = inner;
    forged.push([`without object.${name}`, { ...proved, object: rest }]);
  }
  for (const name of ["attributionDomains", "toot:attributionDomains", "@included", "@graph", "summary"])
    forged.push([`with ${name}`, { ...proved, [name]: ["evil.example"] }]);
  for (const [what, document] of forged)
    expect([what, (await verifyProof(document, resolve, created)).ok]).toEqual([what, false]);
});
