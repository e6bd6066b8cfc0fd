import { type KeyObject, verify } from "node:crypto";
import type { DraftSignature } from "./signature-headers.ts";
import type { IncomingRequest } from "./verify-request.ts";

/**
 * Verifies a signature of draft-cavage-http-signatures-12; time, digest and what is covered were judged before.
 *
 * By hand and not with Fedify: nearly everything comes this way, with a known key it is several times as fast
 * (`test/bench/wire.ts` prints both), and Fedify never covers the query string, while GoToSocial sometimes does.
 */
export function verifyDraft(request: IncomingRequest, signature: DraftSignature, key: KeyObject): boolean {
  const { algorithm = "hs2019" } = signature;
  const rsa = key.asymmetricKeyType === "rsa";
  const digest = rsa ? (algorithm === "rsa-sha512" ? "sha512" : "sha256") : null;
  const fits = rsa ? ["hs2019", "rsa-sha256", "rsa-sha512"] : ["hs2019", "ed25519"];
  if (!fits.includes(algorithm)) return false;
  const [, host = "", target = ""] = /^https?:\/\/([^/?#]*)([^#]*)/.exec(request.url) ?? [];
  const path = target.split("?", 1)[0]!;
  return (target === path ? [target] : [target, path]).some((one) => {
    const text = signedText(request, signature, one || "/", host);
    return text !== null && verify(digest, Buffer.from(text), key, signature.signature);
  });
}

/** The text that was signed (draft-cavage, section 2.3); `null` if a covered header is missing. */
function signedText(
  request: IncomingRequest,
  signature: DraftSignature,
  target: string,
  host: string,
): string | null {
  const lines: string[] = [];
  for (const name of signature.covered) {
    const value =
      name === "(request-target)"
        ? `${request.method.toLowerCase()} ${target}`
        : name === "(created)"
          ? signature.created?.toString()
          : name === "(expires)"
            ? signature.expires?.toString()
            : name === "host"
              ? spelledHost(request, host)
              : request.headers.get(name)?.trim();
    if (value === undefined) return null;
    lines.push(`${name}: ${value}`);
  }
  return lines.join("\n");
}

/**
 * Our own host, whatever a proxy made of the header: a request that was signed for another server is not taken. The
 * header's spelling counts where it means the same, as with a port that is the usual one.
 */
function spelledHost({ url, headers }: IncomingRequest, host: string): string {
  const said = headers.get("host")?.trim();
  if (!said || said === host) return host;
  const { protocol, host: ours } = new URL(url);
  return URL.parse(`${protocol}//${said}`)?.host === ours ? said : host;
}
