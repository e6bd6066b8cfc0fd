import type { KeyObject } from "node:crypto";
import { digestFits } from "./digest.ts";
import type { KeySource, KnownKey } from "./key-source.ts";
import { sameOrigin } from "./origin.ts";
import type { Spec } from "./sign-request.ts";
import { readDraftSignature, readMessageSignature } from "./signature-headers.ts";
import { verifyDraft } from "./verify-draft.ts";
import { verifyMessageSignature } from "./verify-rfc9421.ts";

export interface IncomingRequest {
  method: string;
  /** The address as the sender knows it: our public origin, with path and query as they came. */
  url: string;
  headers: { get(name: string): string | null };
  /** The raw bytes; empty for GET. */
  body: Uint8Array;
}

export type VerifyProblem = "unsigned" | "malformed" | "digest" | "date" | "key" | "owner" | "signature";

export type Verified =
  /** `covered`: names of the headers and parts that are signed. */
  | { ok: true; actorIri: string; keyId: string; spec: Spec; covered: string[] }
  | { ok: false; status: 400 | 401 | 403; kind: VerifyProblem; problem: string; keyId?: string };

const statuses = {
  unsigned: 401,
  malformed: 400,
  digest: 400,
  date: 401,
  key: 401,
  owner: 403,
  signature: 401,
} as const;

/** A signature holds from an hour before its date (clocks differ, Mastodon allows as much) to an hour after it, in ms. */
const early = 60 * 60_000;
const late = 60 * 60_000;

/**
 * Verifies the signature of a request: who sent it, and that method, address, host, time and body are what was signed.
 */
export async function verifyRequest(request: IncomingRequest, keys: KeySource, now: Date): Promise<Verified> {
  const header = request.headers.get("signature");
  if (!header) return refuse("unsigned", "This request has to be signed.");
  const input = request.headers.get("signature-input");
  const hasBody = request.method !== "GET" && request.method !== "HEAD";

  if (input !== null) {
    const signature = readMessageSignature(input, header);
    if (!signature) return refuse("malformed", "The signature headers cannot be read.");
    const { covered, created, expires, keyId } = signature;
    const missing = [
      ...["@method"].filter((name) => !covered.includes(name)),
      ...(covered.includes("@target-uri") || (covered.includes("@authority") && covered.includes("@path"))
        ? []
        : ["@target-uri"]),
      ...(hasBody && !covered.includes("content-digest") ? ["content-digest"] : []),
    ];
    const problem =
      lacks(missing) ??
      outOfTime([created * 1000], expires, now) ??
      wrongDigest(request, "content-digest", covered.includes("content-digest"));
    if (problem) return { ...problem, keyId };
    return await withKey(keys, { keyId, spec: "rfc9421", covered }, (key) =>
      verifyMessageSignature(request, signature, key),
    );
  }

  const signature = readDraftSignature(header);
  if (!signature) return refuse("malformed", "The signature header cannot be read.");
  const { covered, created, expires, keyId } = signature;
  const missing = [
    ...["(request-target)", "host"].filter((name) => !covered.includes(name)),
    ...(covered.includes("date") || covered.includes("(created)") ? [] : ["date"]),
    ...(hasBody && !covered.includes("digest") ? ["digest"] : []),
  ];
  const times = [
    ...(covered.includes("date") ? [Date.parse(request.headers.get("date") ?? "")] : []),
    ...(covered.includes("(created)") ? [(created ?? NaN) * 1000] : []),
  ];
  const problem =
    lacks(missing) ??
    outOfTime(times, expires, now) ??
    wrongDigest(request, "digest", covered.includes("digest"));
  if (problem) return { ...problem, keyId };
  return await withKey(keys, { keyId, spec: "draft-cavage", covered }, (key) =>
    verifyDraft(request, signature, key),
  );
}

/** Looks the key up, checks whose it is, and fetches it anew once if the signature does not verify. */
async function withKey(
  keys: KeySource,
  signed: { keyId: string; spec: Spec; covered: string[] },
  verifies: (key: KeyObject) => boolean | Promise<boolean>,
): Promise<Verified> {
  const { keyId } = signed;
  const refuseKey = (kind: VerifyProblem, problem: string): Verified => ({ ...refuse(kind, problem), keyId });
  if (!/^https?:/.test(keyId) || !URL.canParse(keyId))
    return refuseKey("malformed", "The key's name is not a web address.");
  const attempt = async (known: KnownKey): Promise<Verified> => {
    if (!sameOrigin(keyId, known.actorIri))
      return refuseKey("owner", "The key and its owner are not of the same server.");
    return (await verifies(known.publicKey))
      ? { ok: true, actorIri: known.actorIri, ...signed }
      : refuseKey("signature", "The signature does not fit the request.");
  };
  const known = await keys.get(keyId);
  if (!known) return refuseKey("key", "The key of the signature cannot be had.");
  const first = await attempt(known);
  if (first.ok || known.fresh) return first;
  const again = await keys.refetch(keyId);
  return again ? await attempt(again) : first;
}

function lacks(missing: string[]): (Verified & { ok: false }) | null {
  return missing.length ? refuse("malformed", `The signature has to cover ${missing.join(" and ")}.`) : null;
}

function outOfTime(
  times: number[],
  expires: number | undefined,
  now: Date,
): (Verified & { ok: false }) | null {
  if (times.some(Number.isNaN)) return refuse("malformed", "The date of the request cannot be read.");
  const at = now.getTime();
  return times.some((time) => time > at + early || time < at - late) ||
    (expires !== undefined && expires * 1000 < at)
    ? refuse("date", "The date of the signature is too far from now.")
    : null;
}

function wrongDigest(
  { headers, body }: IncomingRequest,
  name: string,
  covered: boolean,
): (Verified & { ok: false }) | null {
  if (!covered) return null;
  const header = headers.get(name);
  return header !== null && digestFits(header, body)
    ? null
    : refuse("digest", "The digest does not fit the body.");
}

function refuse(kind: VerifyProblem, problem: string): Verified & { ok: false } {
  return { ok: false, status: statuses[kind], kind, problem };
}
