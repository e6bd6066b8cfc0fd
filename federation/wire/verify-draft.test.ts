import { createPrivateKey, sign as signBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { exportPair, generateEd25519Pair, publicKeyMultibase, readMultibase } from "./keys.ts";
import { signRequest } from "./sign-request.ts";
import {
  actorIri,
  incoming,
  key,
  keyId,
  minutes,
  now,
  pair,
  post,
  publicKey,
  source,
} from "./test-requests.ts";
import { verifyRequest } from "./verify-request.ts";

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
