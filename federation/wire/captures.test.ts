import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { KeySource } from "./key-source.ts";
import { readPem } from "./keys.ts";
import { type IncomingRequest, verifyRequest } from "./verify-request.ts";

/** Whole requests captured between running servers (Hollo, GoToSocial, snac), with their real signatures. */
const folder = "../shared/payloads/wire";
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: no captures to verify, as ${folder} is not there.`);

interface Capture {
  time: string;
  receiver: string;
  request: { method: string; path: string; headers: [string, string][]; bodyRaw?: string };
}

const files = present ? readdirSync(folder).filter((name) => name !== "keys.json") : [];
const read = (name: string): Capture => JSON.parse(readFileSync(join(folder, name), "utf8"));
const pems: Record<string, string> = present
  ? JSON.parse(readFileSync(join(folder, "keys.json"), "utf8"))
  : {};

const keys: KeySource = {
  get: async (keyId) => {
    const publicKey = readPem(pems[keyId] ?? "");
    return publicKey && { publicKey, actorIri: keyId.replace(/#main-key$|\/main-key$/, "") };
  },
  refetch: async () => null,
};

function requestOf({ receiver, request }: Capture): IncomingRequest {
  return {
    method: request.method,
    url: `https://${receiver}.test${request.path}`,
    headers: new Headers(request.headers),
    body: new TextEncoder().encode(request.bodyRaw ?? ""),
  };
}

describe.skipIf(!present)("captured requests", () => {
  // snac followed an id with a fragment and signed the fragment too, which no receiver ever sees. Ours have none.
  const unverifiable = "get-hollo-Note-by-snac-signed.json";
  const signed = files.filter((name) => !name.includes("unsigned") && name !== unverifiable);
  const deliveries = signed.filter((name) => name.startsWith("inbox-"));

  test("there are some of each program", () => {
    for (const program of ["gts", "hollo", "snac"])
      expect(deliveries.filter((name) => name.startsWith(`inbox-from-${program}-`)).length).toBeGreaterThan(
        3,
      );
    expect(signed.length).toBeGreaterThan(50);
  });

  test.each(signed)("%s verifies", async (name) => {
    const capture = read(name);
    const result = await verifyRequest(requestOf(capture), keys, new Date(capture.time));
    expect(result).toMatchObject({
      ok: true,
      spec: name.includes("rfc9421") ? "rfc9421" : "draft-cavage",
      actorIri: expect.stringMatching(/^https:\/\/(gts|hollo|snac)\.test\//),
    });
  });

  test.runIf(files.includes(unverifiable))("a signature over a fragment cannot be verified", async () => {
    const capture = read(unverifiable);
    const result = await verifyRequest(requestOf(capture), keys, new Date(capture.time));
    expect(result).toMatchObject({ ok: false, kind: "signature" });
  });

  test.each(files.filter((name) => name.includes("unsigned")))("%s is unsigned", async (name) => {
    const capture = read(name);
    const result = await verifyRequest(requestOf(capture), keys, new Date(capture.time));
    expect(result).toMatchObject({ ok: false, status: 401, kind: "unsigned" });
  });

  test.each(deliveries)("%s is refused when it was tampered with", async (name) => {
    const capture = read(name);
    const request = requestOf(capture);
    const time = new Date(capture.time);
    const kind = async (change: Partial<IncomingRequest>, at = time, source = keys): Promise<unknown> => {
      const result = await verifyRequest({ ...request, ...change }, source, at);
      return result.ok ? "verified" : result.kind;
    };
    const altered = (header: string, value: string): Partial<IncomingRequest> => {
      const headers = new Headers(capture.request.headers);
      headers.set(header, value);
      return { headers };
    };
    const body = new TextEncoder().encode(capture.request.bodyRaw!.replace('"type"', '"typo"'));
    expect(await kind({ body })).toBe("digest");
    expect(await kind({ url: `${request.url}x` })).toBe("signature");
    expect(await kind(altered("date", new Date(time.getTime() - 60_000).toUTCString()))).toBe("signature");
    expect(await kind({}, new Date(time.getTime() + 2 * 3_600_000))).toBe("date");
    expect(await kind({}, new Date(time.getTime() - 2 * 3_600_000))).toBe("date");
    const sender = await verifyRequest(request, keys, time);
    const anotherKey = (actorIri: string): KeySource => ({
      ...keys,
      get: async () => ({ publicKey: readPem(pems["https://fake.test/u/1#main-key"]!)!, actorIri }),
    });
    expect(await kind({}, time, anotherKey(sender.ok ? sender.actorIri : ""))).toBe("signature");
    expect(await kind({}, time, anotherKey("https://fake.test/u/1"))).toBe("owner");
  });
});
