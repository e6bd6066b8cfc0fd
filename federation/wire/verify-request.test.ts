import { type KeyObject, sign as signBytes, createPrivateKey } from "node:crypto";
import { signRequest as signWithFedify } from "@fedify/fedify/sig";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { KeySource } from "./key-source.ts";
import {
  exportPair,
  generateEd25519Pair,
  generateRsaPair,
  publicKeyMultibase,
  publicKeyPem,
  readMultibase,
  readPem,
} from "./keys.ts";
import { signRequest, type SigningKey, type Spec } from "./sign-request.ts";
import { type IncomingRequest, verifyRequest } from "./verify-request.ts";

const actorIri = "https://north.example/users/nia";
const keyId = `${actorIri}#main-key`;
const url = "https://south.example/inbox";
const body = new TextEncoder().encode('{"type":"Like"}');
const now = new Date("2026-03-01T12:00:00Z");
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

let pair: CryptoKeyPair;
let key: SigningKey;
let publicKey: KeyObject;
let otherKey: KeyObject;

beforeAll(async () => {
  pair = await generateRsaPair();
  key = { keyId, privateKey: pair.privateKey };
  publicKey = readPem(publicKeyPem(pair.publicKey))!;
  otherKey = readPem(publicKeyPem((await generateRsaPair()).publicKey))!;
});

const source = (known: KeyObject | null = publicKey, again: KeyObject | null = known, owner = actorIri) => ({
  get: vi.fn<KeySource["get"]>(async () => known && { actorIri: owner, publicKey: known }),
  refetch: vi.fn<KeySource["refetch"]>(async () => again && { actorIri: owner, publicKey: again }),
});

/** A request as it arrives. */
function incoming(
  headers: Record<string, string>,
  change: Partial<Omit<IncomingRequest, "headers">> = {},
): IncomingRequest {
  return {
    method: "POST",
    url,
    body,
    ...change,
    headers: new Headers({ host: "south.example", "content-type": "application/activity+json", ...headers }),
  };
}

const specs: Spec[] = ["draft-cavage", "rfc9421"];
const post = { method: "POST", url, body };

describe.each(specs)("%s", (spec) => {
  test("a signed POST and a signed GET tell who sent them", async () => {
    const request = incoming(await signRequest(post, key, spec, now));
    expect(await verifyRequest(request, source(), now)).toEqual({ ok: true, actorIri, keyId, spec });
    const get = { method: "GET", url: "https://south.example/outbox?page=2" };
    const fetched = incoming(await signRequest(get, key, spec, now), { ...get, body: new Uint8Array() });
    expect(await verifyRequest(fetched, source(), now)).toMatchObject({ ok: true });
  });

  test("what Fedify signs is verified", async () => {
    const options = { spec: spec === "rfc9421" ? spec : "draft-cavage-http-signatures-12" } as const;
    const plain = new Request(url, { method: "POST", body, headers: { accept: "text/html" } });
    const signed = await signWithFedify(plain, pair.privateKey, new URL(keyId), options);
    const request = { ...incoming({}), headers: signed.headers };
    expect(await verifyRequest(request, source(), new Date())).toMatchObject({ ok: true });
  });

  test("another body, digest, method, address, host or key is refused", async () => {
    const headers = await signRequest(post, key, spec, now);
    const otherBody = new TextEncoder().encode('{"type":"Follow"}');
    const otherHeaders = await signRequest({ ...post, body: otherBody }, key, spec, now);
    const digest = spec === "rfc9421" ? "content-digest" : "digest";
    const signatureProblem = { ok: false, status: 401, kind: "signature" };
    const digestProblem = { ok: false, status: 400, kind: "digest" };
    const refused: [IncomingRequest, object][] = [
      [incoming(headers, { body: otherBody }), digestProblem],
      [incoming({ ...headers, [digest]: otherHeaders[digest]! }), digestProblem],
      [incoming({ ...headers, [digest]: otherHeaders[digest]! }, { body: otherBody }), signatureProblem],
      [incoming({ ...headers, [digest]: "SHA-256=" }), digestProblem],
      [incoming(headers, { method: "PUT" }), signatureProblem],
      [incoming(headers, { url: "https://south.example/other" }), signatureProblem],
      [
        incoming({ ...headers, host: "other.example" }, { url: "https://other.example/inbox" }),
        signatureProblem,
      ],
      [incoming({ ...headers, date: minutes(1).toUTCString() }), signatureProblem],
    ];
    for (const [request, problem] of refused)
      expect(await verifyRequest(request, source(), now)).toMatchObject(problem);
    expect(await verifyRequest(incoming(headers), source(otherKey), now)).toMatchObject(signatureProblem);
  });

  test("a date is good from five minutes before it to an hour after", async () => {
    for (const [at, good] of [
      [-6, false],
      [-4, true],
      [59, true],
      [61, false],
    ] as const) {
      const result = await verifyRequest(
        incoming(await signRequest(post, key, spec, now)),
        source(),
        minutes(at),
      );
      expect(result).toMatchObject(good ? { ok: true } : { ok: false, status: 401, kind: "date" });
    }
  });

  test("a signature for another server is refused, even with our host in its header", async () => {
    const headers = await signRequest({ ...post, url: "https://other.example/inbox" }, key, spec, now);
    for (const host of ["south.example", "other.example"])
      expect(await verifyRequest(incoming({ ...headers, host }), source(), now)).toMatchObject({
        ok: false,
        kind: "signature",
      });
  });

  test("a key that was changed is fetched once more, and a fresh one is not", async () => {
    const request = incoming(await signRequest(post, key, spec, now));
    const rotated = source(otherKey, publicKey);
    expect(await verifyRequest(request, rotated, now)).toMatchObject({ ok: true });
    expect(rotated.refetch).toHaveBeenCalledTimes(1);
    const wrong = source(otherKey);
    expect(await verifyRequest(request, wrong, now)).toMatchObject({ ok: false, kind: "signature" });
    expect(wrong.refetch).toHaveBeenCalledTimes(1);
    const fresh = { ...source(), get: async () => ({ actorIri, publicKey: otherKey, fresh: true }) };
    expect(await verifyRequest(request, fresh, now)).toMatchObject({ ok: false, kind: "signature" });
    expect(fresh.refetch).not.toHaveBeenCalled();
  });

  test("a key of another server than its owner's, and one that cannot be had, are refused", async () => {
    const request = incoming(await signRequest(post, key, spec, now));
    const foreign = source(publicKey, publicKey, "https://evil.example/users/nia");
    expect(await verifyRequest(request, foreign, now)).toMatchObject({
      ok: false,
      status: 403,
      kind: "owner",
    });
    expect(await verifyRequest(request, source(null), now)).toMatchObject({
      ok: false,
      status: 401,
      kind: "key",
    });
  });

  test("no key is looked up for a request that is refused anyway", async () => {
    const keys = source();
    await verifyRequest(incoming({}), keys, now);
    await verifyRequest(incoming(await signRequest(post, key, spec, minutes(-90))), keys, now);
    await verifyRequest(
      incoming(await signRequest(post, key, spec, now), { body: new Uint8Array() }),
      keys,
      now,
    );
    expect(keys.get).not.toHaveBeenCalled();
  });
});

/** Signs a text of its own making, as some peer might. */
async function signText(text: string): Promise<string> {
  const signature = await crypto.subtle.sign(
    "RSASSA-PKCS1-v1_5",
    pair.privateKey,
    new TextEncoder().encode(text),
  );
  return Buffer.from(signature).toString("base64");
}

describe("draft-cavage as peers send it", () => {
  const date = now.toUTCString();
  const get = { method: "GET", url: "https://south.example/outbox?page=2", body: new Uint8Array() };

  test.each([
    ["GoToSocial's key path and algorithm", `${actorIri}/main-key`, "hs2019"],
    ["NodeBB's fragment", `${actorIri}#key`, "rsa-sha256"],
    ["a key without fragment", actorIri, "rsa-sha256"],
  ])("%s", async (_, name, algorithm) => {
    const signature = await signText(
      `(request-target): get /outbox?page=2\nhost: south.example\ndate: ${date}`,
    );
    const header = `keyId="${name}",algorithm="${algorithm}",headers="(request-target) host date",signature="${signature}"`;
    const result = await verifyRequest(incoming({ date, signature: header }, get), source(), now);
    expect(result).toMatchObject({ ok: true, keyId: name });
  });

  test.each(["/outbox", "/outbox?page=2"])("a query string covered or not: %s", async (target) => {
    const signature = await signText(`(request-target): get ${target}\nhost: south.example\ndate: ${date}`);
    const header = `keyId="${keyId}",headers="(request-target) host date",signature="${signature}"`;
    expect(await verifyRequest(incoming({ date, signature: header }, get), source(), now)).toMatchObject({
      ok: true,
    });
    const other = { ...get, url: "https://south.example/outbox?page=3" };
    expect((await verifyRequest(incoming({ date, signature: header }, other), source(), now)).ok).toBe(
      target === "/outbox",
    );
  });

  test("(created) instead of a date, with expiry", async () => {
    const created = now.getTime() / 1000;
    const signature = await signText(
      `(request-target): get /outbox?page=2\n(created): ${created}\n(expires): ${created + 60}\nhost: south.example:443`,
    );
    const header = `keyId="${keyId}", algorithm="hs2019", created=${created}, expires=${created + 60}, headers="(request-target) (created) (expires) host", signature="${signature}"`;
    const request = incoming({ host: "south.example:443", signature: header }, get);
    expect(await verifyRequest(request, source(), now)).toMatchObject({ ok: true });
    expect(await verifyRequest(request, source(), minutes(2))).toMatchObject({ ok: false, kind: "date" });
  });

  test("an Ed25519 key", async () => {
    const pairOf25519 = await generateEd25519Pair();
    const privateKey = createPrivateKey({ key: (await exportPair(pairOf25519)).privateKey, format: "jwk" });
    const text = `(request-target): get /outbox\nhost: south.example\ndate: ${date}`;
    const signature = signBytes(null, Buffer.from(text), privateKey).toString("base64");
    const header = `keyId="${keyId}",algorithm="hs2019",headers="(request-target) host date",signature="${signature}"`;
    const keys = source(readMultibase(publicKeyMultibase(pairOf25519.publicKey)));
    expect(await verifyRequest(incoming({ date, signature: header }, get), keys, now)).toMatchObject({
      ok: true,
    });
  });

  test.each([
    ["host date digest", "(request-target)"],
    ["(request-target) date digest", "host"],
    ["(request-target) host digest", "date"],
    ["(request-target) host date", "digest"],
    [undefined, "(request-target) and host and digest"],
  ])("a signature over %s is refused, and says what is missing", async (covered, missing) => {
    const { digest } = await signRequest(post, key, "draft-cavage", now);
    const headers = covered ? `,headers="${covered}"` : "";
    const signature = `keyId="${keyId}"${headers},signature="AAAA"`;
    const result = await verifyRequest(incoming({ date, digest: digest!, signature }), source(), now);
    expect(result).toMatchObject({
      ok: false,
      status: 400,
      problem: `The signature has to cover ${missing}.`,
    });
  });

  test.each([
    ["", "unsigned"],
    ["nonsense", "malformed"],
    ['keyId="https://north.example/a"', "malformed"],
    ['keyId="a",keyId="b",signature="AAAA"', "malformed"],
    [`keyId="https://north.example/${"a".repeat(3000)}",signature="AAAA"`, "malformed"],
    ['keyId="javascript:1",headers="(request-target) host date digest",signature="AAAA"', "malformed"],
    ['keyId="#main-key",headers="(request-target) host date digest",signature="AAAA"', "malformed"],
    [
      'keyId="https://north.example/a",headers="(request-target) host date digest x-none",signature="AAAA"',
      "owner",
    ],
    [`keyId="${keyId}",headers="(request-target) host date digest x-none",signature="AAAA"`, "signature"],
    [
      `keyId="${keyId}",algorithm="hmac-sha256",headers="(request-target) host date digest",signature="AAAA"`,
      "signature",
    ],
    ["a=".repeat(50_000), "malformed"],
    [`a="${" ".repeat(100_000)}`, "malformed"],
  ])("%.60s … is %s", async (signature, kind) => {
    const { digest } = await signRequest(post, key, "draft-cavage", now);
    const keys = source(publicKey, publicKey, kind === "owner" ? "https://other.example/a" : actorIri);
    const result = await verifyRequest(incoming({ date, digest: digest!, signature }), keys, now);
    expect(result).toMatchObject({ ok: false, kind });
  });

  test.each(["nonsense", "", "Sun, 99 Foo 2026"])("the date %j is refused", async (wrong) => {
    const headers = await signRequest(post, key, "draft-cavage", now);
    expect(await verifyRequest(incoming({ ...headers, date: wrong }), source(), now)).toMatchObject({
      ok: false,
    });
  });
});

describe("RFC 9421", () => {
  const signed = async (
    components: string,
    parameters = `;created=${now.getTime() / 1000};keyid="${keyId}"`,
  ) => {
    const { "content-digest": digest } = await signRequest(post, key, "rfc9421", now);
    return incoming({
      "content-digest": digest!,
      "signature-input": `sig1=(${components})${parameters}`,
      signature: "sig1=:AAAA:",
    });
  };

  test.each([
    ["", "@method and @target-uri and content-digest"],
    ['"@method" "@target-uri"', "content-digest"],
    ['"@method" "content-digest"', "@target-uri"],
    ['"@method" "@path" "content-digest"', "@target-uri"],
    ['"@target-uri" "content-digest"', "@method"],
  ])("a signature over (%s) is refused: Fedify alone would not ask for more", async (components, missing) => {
    expect(await verifyRequest(await signed(components), source(), now)).toMatchObject({
      ok: false,
      status: 400,
      problem: `The signature has to cover ${missing}.`,
    });
  });

  test.each([
    ['"@method";req "@target-uri" "content-digest"', undefined],
    ['"@method" "@method" "@target-uri" "content-digest"', undefined],
    ['"@method" "@target-uri" "content-digest"', ";created=1"],
    ['"@method" "@target-uri" "content-digest"', `;keyid="${keyId}"`],
    ['"@method" "@target-uri" "content-digest"', ""],
    ['"@method" "@target-uri', undefined],
  ])("what is not of the form is malformed: (%s)%s", async (components, parameters) => {
    expect(await verifyRequest(await signed(components, parameters), source(), now)).toMatchObject({
      ok: false,
      kind: "malformed",
    });
  });

  test("of several signatures the one that names key and time counts", async () => {
    const headers = await signRequest(post, key, "rfc9421", now);
    const request = incoming({
      ...headers,
      "signature-input": `proxy=("@method");created=1, ${headers["signature-input"]}`,
      signature: `proxy=:AAAA:, ${headers.signature}`,
    });
    expect(await verifyRequest(request, source(), now)).toMatchObject({ ok: true });
  });
});
