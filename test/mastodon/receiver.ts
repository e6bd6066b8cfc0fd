import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A message as it came, and what it says to whoever holds the device's keys. */
export interface Pushed {
  path: string;
  headers: Record<string, string>;
  said: Record<string, string>;
}

const hkdf = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, length));
const words = (text: string) => Buffer.from(`${text}\0`, "latin1");

function opened(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-128-gcm", key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

/** A device with keys of its own, as RFC 8291 and the draft before it have them. */
function device() {
  const curve = createECDH("prime256v1");
  const publicKey = curve.generateKeys();
  const auth = randomBytes(16);

  /** RFC 8291, 3.4, in the coding of RFC 8188. */
  function standard(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const theirs = body.subarray(21, 21 + body[20]!);
    const info = Buffer.concat([words("WebPush: info"), publicKey, theirs]);
    const secret = hkdf(curve.computeSecret(theirs), auth, info, 32);
    const key = hkdf(secret, salt, words("Content-Encoding: aes128gcm"), 16);
    const nonce = hkdf(secret, salt, words("Content-Encoding: nonce"), 12);
    const plain = opened(key, nonce, body.subarray(21 + body[20]!));
    return plain.subarray(0, plain.lastIndexOf(2)).toString("utf8");
  }

  /** draft-ietf-webpush-encryption-04. */
  function legacy(body: Buffer, headers: Record<string, string>): string {
    const part = (text: string | undefined, name: string) =>
      Buffer.from(new RegExp(`(?:^|[;,])\\s*${name}=([\\w-]+)`).exec(text ?? "")![1]!, "base64url");
    const salt = part(headers.encryption, "salt");
    const theirs = part(headers["crypto-key"], "dh");
    const length = Buffer.from([0, 65]);
    const context = Buffer.concat([words("P-256"), length, publicKey, length, theirs]);
    const secret = hkdf(curve.computeSecret(theirs), auth, words("Content-Encoding: auth"), 32);
    const key = hkdf(secret, salt, Buffer.concat([words("Content-Encoding: aesgcm"), context]), 16);
    const nonce = hkdf(secret, salt, Buffer.concat([words("Content-Encoding: nonce"), context]), 12);
    const plain = opened(key, nonce, body);
    return plain.subarray(2 + plain.readUInt16BE(0)).toString("utf8");
  }

  return {
    keys: { p256dh: publicKey.toString("base64url"), auth: auth.toString("base64url") },
    read: (body: Buffer, headers: Record<string, string>) =>
      headers["content-encoding"] === "aes128gcm" ? standard(body) : legacy(body, headers),
  };
}

/** What a server signed with its key (RFC 8292), once the signature is found to be right. */
export function signedBy(serverKey: string, headers: Record<string, string>): Record<string, unknown> {
  const { authorization = "" } = headers;
  const [, token = ""] = /^(?:vapid t=|WebPush )([\w.-]+)/.exec(authorization) ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(serverKey, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const right = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!right) throw new Error("The signature is not of the server's key");
  return JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>;
}

/** A push service with one device, which reads what it gets. */
export async function startReceiver() {
  const received: Pushed[] = [];
  const { keys, read } = device();
  let status = 201;
  const server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const headers = request.headers as Record<string, string>;
      const said = JSON.parse(read(Buffer.concat(parts), headers)) as Record<string, string>;
      received.push({ path: request.url!, headers, said });
      answer.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    keys,
    /** What came since this was asked last. */
    taken: () => received.splice(0),
    answers: (next: number) => (status = next),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
