import type { KeyObject } from "node:crypto";
import { signRequest as signWithFedify } from "@fedify/fedify/sig";
import { beforeAll, describe, expect, test } from "vitest";
import { generateRsaPair, publicKeyPem, readPem } from "./keys.ts";
import { signRequest, type Spec } from "./sign-request.ts";
import {
  actorIri,
  body,
  incoming,
  key,
  keyId,
  minutes,
  now,
  pair,
  post,
  publicKey,
  source,
  url,
} from "./test-requests.ts";
import { type IncomingRequest, verifyRequest } from "./verify-request.ts";

let otherKey: KeyObject;
beforeAll(async () => {
  otherKey = readPem(publicKeyPem((await generateRsaPair()).publicKey))!;
});

const specs: Spec[] = ["draft-cavage", "rfc9421"];

describe.each(specs)("%s", (spec) => {
  test("a signed POST and a signed GET tell who sent them", async () => {
    const request = incoming(await signRequest(post, key, spec, now));
    expect(await verifyRequest(request, source(), now)).toMatchObject({ ok: true, actorIri, keyId, spec });
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

  test("a date is good from an hour before it to an hour after", async () => {
    for (const [at, good] of [
      [-61, false],
      [-59, true],
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
