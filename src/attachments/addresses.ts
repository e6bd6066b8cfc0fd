import { createHmac, timingSafeEqual } from "node:crypto";
import { type Id, parseId } from "../core/id.ts";
import type { Variant } from "./store.ts";

/** Where a file is, for whoever shows who they are: a session here, or the signature of a member elsewhere. */
export const fileHref = ({ id }: { id: Id }, variant: Variant = "original"): string =>
  `/attachments/${id}/${variant}`;

const day = 24 * 60 * 60_000;
/** Days for which an address that needs nothing else is good, the day it is given not counted. */
const goodFor = 7;

const signed = ({ id, secret }: Signing, readerId: Id, until: number): string =>
  createHmac("sha256", secret).update(`${id} ${readerId} ${until}`).digest("base64url").slice(0, 32);

interface Signing {
  id: Id;
  secret: string;
}

/**
 * The address of a file with proof in it that one reader was shown it, for apps: they load pictures without a token. It
 * is good for a week, for this file, and only as long as that reader may see it. It is the same all day, so that apps
 * keep what they loaded.
 */
export function keyedHref(file: Signing, variant: Variant, readerId: Id, now: Date): string {
  const until = Math.floor(now.getTime() / day) + 1 + goodFor;
  return `${fileHref(file, variant)}?key=${readerId}.${until}.${signed(file, readerId, until)}`;
}

/** Whose address it is; null for none, a forged and an old one. */
export function readerInKey(file: Signing, key: string | undefined, now: Date): Id | null {
  const [, reader, days, proof = ""] = /^(\d{1,16})\.(\d{1,6})\.([\w-]{32})$/.exec(key ?? "") ?? [];
  const readerId = parseId(reader);
  if (readerId === null || Number(days) * day < now.getTime()) return null;
  const expected = Buffer.from(signed(file, readerId, Number(days)));
  return timingSafeEqual(expected, Buffer.from(proof)) ? readerId : null;
}
