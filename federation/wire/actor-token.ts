import { type KeyObject, verify } from "node:crypto";
import { isObject, type JsonObject } from "./json.ts";
import type { SigningKey } from "./sign-request.ts";

/** The scheme of the header that a token is presented in. */
export const tokenScheme = "ActivityPubActorToken";

/** A proof for a short time that an actor belongs to a group (FEP-db0e), before it is signed. */
export interface TokenClaims {
  /** The group. */
  issuer: string;
  /** Whoever may present it, with a signature of their own. */
  actor: string;
  /** Origin of the one server that it is for. The proposal has no such field; what it signs covers all there are. */
  audience?: string;
  issuedAt: Date;
  validUntil: Date;
}

export interface ReadToken extends TokenClaims {
  keyId: string;
  verifies(key: KeyObject): boolean;
}

/** Characters of a token, and how long one may hold, in ms (FEP-db0e: two hours at most). */
const longest = 8_000;
const longestValid = 2 * 60 * 60_000;

/** What is signed: every line but the signatures', sorted. */
const signedText = (token: JsonObject): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(
    Object.entries(token)
      .filter(([name]) => name !== "signatures")
      .map(([name, value]) => `${name}: ${String(value)}`)
      .sort()
      .join("\n"),
  );

/** Makes a token, signed with the RSA key of the group. */
export async function signToken(
  { issuedAt, validUntil, ...names }: TokenClaims,
  { keyId, privateKey }: SigningKey,
): Promise<JsonObject> {
  const claims: JsonObject = {
    ...names,
    issuedAt: issuedAt.toISOString(),
    validUntil: validUntil.toISOString(),
  };
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, signedText(claims));
  const value = Buffer.from(signature).toString("base64");
  return { ...claims, signatures: [{ algorithm: "rsa-sha256", keyId, signature: value }] };
}

/** Reads a token from an `Authorization` header; null where there is none, or none of this form. */
export function readTokenHeader(header: string | undefined): ReadToken | null {
  if (!header || header.length > longest || !header.startsWith(`${tokenScheme} `)) return null;
  try {
    return readToken(JSON.parse(header.slice(tokenScheme.length + 1)));
  } catch {
    return null;
  }
}

/** Reads a token. That its times make sense is checked, and whose it is not: for that there is its signature. */
export function readToken(token: unknown): ReadToken | null {
  if (!isObject(token)) return null;
  const { signatures, ...claims } = token;
  // What is signed is lines of text: a name or a value with a line break could pass for another line.
  const lines = Object.entries(claims).flat();
  if (!lines.every((one): one is string => typeof one === "string" && !/\p{Cc}/u.test(one))) return null;
  const { issuer, actor, audience, issuedAt, validUntil } = claims as Record<string, string>;
  const signed = [signatures].flat().find((one) => isObject(one) && one.algorithm === "rsa-sha256");
  if (!isObject(signed) || !issuer || !actor || !issuedAt || !validUntil) return null;
  const { keyId, signature } = signed;
  if (typeof keyId !== "string" || typeof signature !== "string") return null;
  const [from, until] = [new Date(issuedAt), new Date(validUntil)];
  const valid = until.getTime() - from.getTime();
  if (!(valid > 0 && valid <= longestValid)) return null;
  return {
    issuer,
    actor,
    ...(audience === undefined ? {} : { audience }),
    issuedAt: from,
    validUntil: until,
    keyId,
    verifies: (key) =>
      key.asymmetricKeyType === "rsa" &&
      verify("sha256", signedText(claims), key, Buffer.from(signature, "base64")),
  };
}
