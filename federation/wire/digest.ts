import { hash } from "node:crypto";

const algorithms: Record<string, string> = { "sha-256": "sha256", "sha-512": "sha512" };

/**
 * Whether a `Digest` (RFC 3230) or `Content-Digest` (RFC 9530) header fits a body: at least one digest of an algorithm
 * that still holds, and none that is wrong.
 */
export function digestFits(header: string, body: Uint8Array): boolean {
  let fits = false;
  for (const one of header.split(",")) {
    const [, name = "", value = ""] = /^\s*([A-Za-z0-9-]+)=:?([A-Za-z0-9+/_-]+={0,2}):?\s*$/.exec(one) ?? [];
    const algorithm = Object.hasOwn(algorithms, name.toLowerCase()) && algorithms[name.toLowerCase()];
    if (!algorithm) continue;
    if (!Buffer.from(value, "base64").equals(hash(algorithm, body, "buffer"))) return false;
    fits = true;
  }
  return fits;
}
