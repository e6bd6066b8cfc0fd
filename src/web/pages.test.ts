import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { client, startInstance } from "../../test/rig.ts";
import { takesGzip } from "./pages.ts";

test("gzip is for those who take it, by name or by a star", () => {
  for (const yes of ["gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.2", "*", "deflate, *;q=0.1"])
    expect(takesGzip(yes), yes).toBe(true);
  for (const no of [undefined, "", "identity", "br", "gzip;q=0", "gzip;q=0, *", "*;q=0"])
    expect(takesGzip(no), no).toBe(false);
});

test("a page comes compressed to a browser, as it is to others, and is no one else's to keep", async () => {
  const north = await startInstance();
  const visitor = client(north.origin);
  const plain = await visitor.get("/");
  const packed = await visitor.get("/", { "accept-encoding": "gzip, deflate" });
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(packed.headers["content-encoding"]).toBe("gzip");
  const withoutNonce = (text: string) => text.replaceAll(/nonce="[^"]+"/g, "");
  expect(withoutNonce(gunzipSync(packed.bytes).toString())).toBe(withoutNonce(plain.text));
  expect(Number(packed.headers["content-length"])).toBe(packed.bytes.byteLength);
  for (const { headers } of [plain, packed]) {
    expect(headers).toMatchObject({
      "cache-control": "private, no-cache",
      "content-type": "text/html; charset=UTF-8",
      "referrer-policy": "same-origin",
      vary: "accept-encoding",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
  }
});

test("a page runs its own scripts only, by a word that no other answer has", async () => {
  const north = await startInstance();
  const nonces = new Set<string>();
  for (const path of ["/", "/", "/sign-in", "/nowhere"]) {
    const { headers, text } = await client(north.origin).get(path);
    const [, nonce] = /script-src 'nonce-([^']+)'/.exec(String(headers["content-security-policy"])) ?? [];
    expect(text).toContain(`nonce="${nonce}"`);
    nonces.add(nonce!);
  }
  expect(nonces.size).toBe(4);
});
