import { createHash, verify } from "node:crypto";
import type { JsonObject } from "../../federation/wire/json.ts";
import type { Received } from "./server.ts";

/**
 * Whether a delivery is signed by its actor, read as most servers read it (draft-cavage-12): with Node's own means, and
 * nothing of the program that is tested.
 *
 * @param fetch how the server asks for the actor's document
 * @returns what is wrong; null where nothing is
 */
export async function problemOf(
  { method, path, headers, body }: Received,
  fetch: (url: string) => Promise<JsonObject | null>,
): Promise<string | null> {
  const header = String(headers.signature ?? "");
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(header)?.[1] ?? "";
  const covered = field("headers").split(" ");
  for (const needed of ["(request-target)", "host", "date", "digest"])
    if (!covered.includes(needed)) return `${needed} is not signed`;
  const digest = `SHA-256=${createHash("sha256").update(body).digest("base64")}`;
  if (headers.digest !== digest) return "the digest is of something else";
  const activity = JSON.parse(body.toString("utf8")) as JsonObject;
  const keyId = field("keyId");
  if (keyId.split("#")[0] !== activity.actor) return "the key is not its actor's";
  const actor = await fetch(keyId.split("#")[0]!);
  const key = actor?.publicKey as JsonObject | undefined;
  if (!key || Array.isArray(key)) return "the actor has no key";
  if (key.id !== keyId || key.owner !== actor!.id) return "the key is another's";
  const lines = covered.map((name) =>
    name === "(request-target)"
      ? `${name}: ${method.toLowerCase()} ${path}`
      : `${name}: ${String(headers[name])}`,
  );
  const signature = Buffer.from(field("signature"), "base64");
  const signed = verify("sha256", Buffer.from(lines.join("\n")), String(key.publicKeyPem), signature);
  return signed ? null : "the signature is wrong";
}
