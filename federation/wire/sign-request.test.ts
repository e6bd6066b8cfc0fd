import { verifyRequestDetailed } from "@fedify/fedify/sig";
import { CryptographicKey } from "@fedify/vocab";
import { beforeAll, expect, test } from "vitest";
import { generateEd25519Pair, generateRsaPair } from "./keys.ts";
import { signRequest, type Signable, type SigningKey, type Spec } from "./sign-request.ts";

const keyId = "https://north.example/actor#main-key";
let pair: CryptoKeyPair;
let key: SigningKey;

beforeAll(async () => {
  pair = await generateRsaPair();
  key = { keyId, privateKey: pair.privateKey };
});

/** What Fedify, which Hollo and others run on, says to a request. */
async function fedifyAccepts(request: Signable, headers: Record<string, string>): Promise<boolean> {
  const known = new CryptographicKey({
    id: new URL(keyId),
    owner: new URL("https://north.example/actor"),
    publicKey: pair.publicKey,
  });
  const { verified } = await verifyRequestDetailed(
    new Request(request.url, {
      method: request.method,
      headers: { host: new URL(request.url).host, ...headers },
      ...(request.body ? { body: new Uint8Array(request.body) } : {}),
    }),
    {
      timeWindow: false,
      keyCache: { get: () => Promise.resolve(known), set: () => Promise.resolve() },
      documentLoader: () => Promise.reject(new Error("no network")),
    },
  );
  return verified;
}

const body = new TextEncoder().encode('{"type":"Create","summary":"Änderung"}');
const now = new Date("2026-03-01T12:00:00.500Z");
const specs: Spec[] = ["draft-cavage", "rfc9421"];

test.each(specs)("Fedify verifies a POST and a GET signed with %s", async (spec) => {
  const post = { method: "POST", url: "https://south.example:8443/inbox", body };
  expect(await fedifyAccepts(post, await signRequest(post, key, spec, now))).toBe(true);
  const get = { method: "GET", url: "https://south.example/@alice" };
  expect(await fedifyAccepts(get, await signRequest(get, key, spec, now))).toBe(true);
});

test("Fedify verifies a GET whose query string is not covered, and RFC 9421 always covers it", async () => {
  const get = { method: "GET", url: "https://south.example/outbox?page=2" };
  const without = await signRequest({ ...get, coverQuery: false }, key, "draft-cavage", now);
  expect(await fedifyAccepts(get, without)).toBe(true);
  expect(await fedifyAccepts(get, await signRequest(get, key, "rfc9421", now))).toBe(true);
});

test.each(specs)("with %s, another body, address or date is not verified", async (spec) => {
  const post = { method: "POST", url: "https://south.example/inbox", body };
  const headers = await signRequest(post, key, spec, now);
  const other = new TextEncoder().encode("{}");
  expect(await fedifyAccepts({ ...post, body: other }, headers)).toBe(false);
  expect(await fedifyAccepts({ ...post, url: "https://south.example/other" }, headers)).toBe(false);
  expect(await fedifyAccepts(post, { ...headers, date: new Date(0).toUTCString() })).toBe(false);
});

test("the headers are those that peers read", async () => {
  const draft = await signRequest(
    { method: "POST", url: "https://south.example/inbox", body },
    key,
    specs[0]!,
    now,
  );
  expect(Object.keys(draft)).toEqual(["date", "digest", "signature"]);
  expect(draft.date).toBe("Sun, 01 Mar 2026 12:00:00 GMT");
  expect(draft.signature).toMatch(
    /^keyId="https:\/\/north\.example\/actor#main-key",algorithm="rsa-sha256",headers="\(request-target\) host date digest",signature="[A-Za-z0-9+/]{342}=="$/,
  );
});

test("a key of another kind is refused at once", async () => {
  const other = await generateEd25519Pair();
  const request = { method: "GET", url: "https://south.example/" };
  await expect(
    signRequest(request, { keyId, privateKey: other.privateKey }, "draft-cavage", now),
  ).rejects.toThrow();
});
