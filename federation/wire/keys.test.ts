import { generateKeyPairSync, verify } from "node:crypto";
import { exportMultibaseKey, importMultibaseKey } from "@fedify/fedify/runtime";
import { expect, test } from "vitest";
import {
  exportPair,
  generateEd25519Pair,
  generateRsaPair,
  importPair,
  publicKeyMultibase,
  publicKeyPem,
  readMultibase,
  readPem,
} from "./keys.ts";

test("an RSA pair survives storage, and its PEM verifies what it signs", async () => {
  const pair = await generateRsaPair();
  const again = await importPair(JSON.parse(JSON.stringify(await exportPair(pair))));
  const data = new TextEncoder().encode("ward 7");
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", again.privateKey, data);
  const key = readPem(publicKeyPem(again.publicKey));
  expect(key?.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(verify("sha256", data, key!, new Uint8Array(signature))).toBe(true);
});

test("an Ed25519 pair survives storage, and its Multikey is the one Fedify writes and reads", async () => {
  const pair = await importPair(await exportPair(await generateEd25519Pair()));
  const multibase = publicKeyMultibase(pair.publicKey);
  expect(multibase).toMatch(/^z6Mk/);
  expect(multibase).toBe(await exportMultibaseKey(pair.publicKey));
  const data = new TextEncoder().encode("ward 7");
  const signature = await crypto.subtle.sign("Ed25519", pair.privateKey, data);
  expect(verify(null, data, readMultibase(multibase)!, new Uint8Array(signature))).toBe(true);
  expect((await importMultibaseKey(multibase)).algorithm.name).toBe("Ed25519");
});

test("a PEM in the older form of PKCS#1, or with Windows line ends, is read", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  expect(readPem(publicKey.export({ type: "pkcs1", format: "pem" }) as string)).not.toBeNull();
  const spki = publicKey.export({ type: "spki", format: "pem" }) as string;
  expect(readPem(spki.replaceAll("\n", "\r\n").trim())).not.toBeNull();
});

test("what is no sound public key is none", () => {
  const weak = generateKeyPairSync("rsa", { modulusLength: 512 }).publicKey;
  const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
  const pem = (key: typeof weak): string => key.export({ type: "spki", format: "pem" }) as string;
  for (const text of ["", "nonsense", "a".repeat(100_000), pem(weak), pem(curve)])
    expect(readPem(text)).toBeNull();
  for (const text of [
    "",
    "z",
    "z6Mk",
    "x6MkkJ2qL1m9S8fZKb1a8Bd5g1PrvEXxCPHqNWdGggX1Bx5P",
    `z${"1".repeat(1e6)}`,
  ])
    expect(readMultibase(text)).toBeNull();
});

test("someone's private key is not taken for a public one", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  expect(readPem(privateKey.export({ type: "pkcs8", format: "pem" }) as string)).toBeNull();
});
