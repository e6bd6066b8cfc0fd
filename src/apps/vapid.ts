import { createECDH, hkdfSync } from "node:crypto";

export interface Vapid {
  /** base64url, as browsers and apps take them (RFC 8292). */
  publicKey: string;
  privateKey: string;
}

/** The key pair that push messages are signed with. Made of the secret key, so that it stays the same. */
export function vapidKeys(secretKey: string): Vapid {
  const curve = createECDH("prime256v1");
  for (let n = 0; ; n++) {
    const scalar = Buffer.from(hkdfSync("sha256", secretKey, "", `tombolo push messages ${n}`, 32));
    try {
      curve.setPrivateKey(scalar);
    } catch {
      // Not a number below the order of the curve: one in four thousand million.
      continue;
    }
    return {
      publicKey: curve.getPublicKey("base64url"),
      privateKey: scalar.toString("base64url"),
    };
  }
}
