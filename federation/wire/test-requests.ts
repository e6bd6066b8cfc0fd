import type { KeyObject } from "node:crypto";
import { beforeAll, type Mock, vi } from "vitest";
import type { KeySource } from "./key-source.ts";
import { generateRsaPair, publicKeyPem, readPem } from "./keys.ts";
import type { SigningKey } from "./sign-request.ts";
import type { IncomingRequest } from "./verify-request.ts";

/** One sender and one receiver, for the tests of verifying. */
export const actorIri = "https://north.example/users/nia";
export const keyId = `${actorIri}#main-key`;
export const url = "https://south.example/inbox";
export const body = new TextEncoder().encode('{"type":"Like"}');
export const post = { method: "POST", url, body };
export const now = new Date("2026-03-01T12:00:00Z");
export const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

export let pair: CryptoKeyPair;
export let key: SigningKey;
export let publicKey: KeyObject;

beforeAll(async () => {
  pair = await generateRsaPair();
  key = { keyId, privateKey: pair.privateKey };
  publicKey = readPem(publicKeyPem(pair.publicKey))!;
});

/** Keys as known, and as they are when fetched again. */
export function source(
  known: KeyObject | null = publicKey,
  again: KeyObject | null = known,
  owner = actorIri,
): { get: Mock<KeySource["get"]>; refetch: Mock<KeySource["refetch"]> } {
  return {
    get: vi.fn<KeySource["get"]>(async () => known && { actorIri: owner, publicKey: known }),
    refetch: vi.fn<KeySource["refetch"]>(async () => again && { actorIri: owner, publicKey: again }),
  };
}

/** A request as it arrives. */
export function incoming(
  headers: Record<string, string>,
  change: Partial<Omit<IncomingRequest, "headers">> = {},
): IncomingRequest {
  return {
    ...post,
    ...change,
    headers: new Headers({ host: "south.example", "content-type": "application/activity+json", ...headers }),
  };
}
