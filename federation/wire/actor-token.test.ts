import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { expect, test } from "vitest";
import { readToken, readTokenHeader, signToken, tokenScheme } from "./actor-token.ts";
import { exportPair, generateRsaPair } from "./keys.ts";

const issuer = "https://north.example/actors/1";
const claims = {
  issuer,
  actor: "https://south.example/actors/2",
  issuedAt: new Date("2026-11-02T09:00:00.000Z"),
  validUntil: new Date("2026-11-02T09:30:00.000Z"),
};
const pair = await generateRsaPair();
const key: KeyObject = createPublicKey({ key: (await exportPair(pair)).publicKey, format: "jwk" });
const token = await signToken(claims, { keyId: `${issuer}#main-key`, privateKey: pair.privateKey });

test("a token is read as it was made, and says by its signature who made it", () => {
  const read = readTokenHeader(`${tokenScheme} ${JSON.stringify(token)}`);
  expect(read).toMatchObject({ ...claims, keyId: `${issuer}#main-key` });
  expect(read).not.toHaveProperty("audience");
  expect(read!.verifies(key)).toBe(true);
  expect(readToken({ ...token, actor: "https://south.example/actors/3" })!.verifies(key)).toBe(false);
});

test("what is signed is the text of FEP-db0e: sorted lines of all fields but the signatures", () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  // Nanoseconds, as Smithereen writes them.
  const said = {
    issuer,
    actor: "https://south.example/actors/2",
    issuedAt: "2024-05-03T14:02:18.680404311Z",
    validUntil: "2024-05-03T14:32:18.680404311Z",
  };
  const text = [
    "actor: https://south.example/actors/2",
    "issuedAt: 2024-05-03T14:02:18.680404311Z",
    `issuer: ${issuer}`,
    "validUntil: 2024-05-03T14:32:18.680404311Z",
  ].join("\n");
  const signature = sign("sha256", Buffer.from(text), privateKey).toString("base64");
  const signatures = [{ algorithm: "rsa-sha256", keyId: `${issuer}#main-key`, signature }];
  expect(readToken({ ...said, signatures })!.verifies(publicKey)).toBe(true);
});

test("what could be read in two ways, or holds too long, is no token", () => {
  const without = Object.fromEntries(Object.entries(token).filter(([name]) => name !== "signatures"));
  for (const wrong of [
    without,
    { ...token, actor: `${claims.actor}\naudience: https://lake.example` },
    { ...token, more: { than: "a line" } },
    { ...token, issuer: 7 },
    { ...token, validUntil: "2026-11-02T11:00:00.001Z" },
    { ...token, validUntil: "2026-11-02T08:59:59.000Z" },
    { ...token, issuedAt: "soon" },
    { ...token, signatures: [{ algorithm: "hs2019", keyId: "x", signature: "x" }] },
    [],
    null,
  ])
    expect(readToken(wrong), JSON.stringify(wrong)).toBeNull();
  for (const header of [
    undefined,
    "Bearer x",
    tokenScheme,
    `${tokenScheme} {`,
    `${tokenScheme} ${"[".repeat(9_000)}`,
  ])
    expect(readTokenHeader(header)).toBeNull();
});
