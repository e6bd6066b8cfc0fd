import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

export interface Vault {
  seal(text: string): string;
  /** @throws when the text was changed or sealed under another key */
  open(sealed: string): string;
}

/** Keeps private keys encrypted in the database (AES-256-GCM), so that a copy of it alone signs nothing. */
export function createVault(secretKey: string): Vault {
  const key = Buffer.from(hkdfSync("sha256", secretKey, "", "tombolo private keys", 32));
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
    },
  };
}
