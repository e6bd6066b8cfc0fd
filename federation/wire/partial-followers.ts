import { createHash } from "node:crypto";

export const synchronisationHeader = "collection-synchronization";

/** What a sender says of its followers at the receiver (FEP-8fcf). */
export interface Synchronisation {
  /** Address of the whole collection. */
  collectionId: string;
  /** Address of those followers who are the receiver's own people. */
  url: string;
  /** Of these. */
  digest: string;
}

/** Digest of a partial followers collection (FEP-8fcf): the SHA-256 of each address, combined by exclusive or. */
export function digestOf(followers: Iterable<string>): string {
  const digest = Buffer.alloc(32);
  for (const iri of followers) {
    const one = createHash("sha256").update(iri).digest();
    for (let at = 0; at < digest.length; at++) digest[at]! ^= one[at]!;
  }
  return digest.toString("hex");
}

export const writeSynchronisation = ({ collectionId, url, digest }: Synchronisation): string =>
  `collectionId="${collectionId}", url="${url}", digest="${digest}"`;

const longest = 5_000;
const parameter = /(collectionId|url|digest)="([^"]*)"\s*(?:,\s*|$)/y;

/** Reads the header; null where it is not exactly of the form. */
export function readSynchronisation(header: string): Synchronisation | null {
  const found = new Map<string, string>();
  parameter.lastIndex = 0;
  while (parameter.lastIndex < header.length) {
    const match = header.length > longest ? null : parameter.exec(header);
    if (!match || found.has(match[1]!)) return null;
    found.set(match[1]!, match[2]!);
  }
  const [collectionId, url, digest] = ["collectionId", "url", "digest"].map((name) => found.get(name));
  return collectionId && url && digest ? { collectionId, url, digest: digest.toLowerCase() } : null;
}
