import { z } from "zod";
import { isObject, type JsonObject } from "../json.ts";

export const publicAddress = "https://www.w3.org/ns/activitystreams#Public";

/** Entries that a list of addresses, tags or attachments may have. */
const longestList = 1000;
/** Characters of a text that is written to be read. */
const longestText = 1_000_000;
const longestIri = 2048;

/** No user name, no back slash, no white space or control character, and something between the slashes. */
const form = /^https?:\/\/[^\s\\@/?#\p{Cc}]+(?:[/?#][^\s\\\p{Cc}]*)?$/u;

/** Whether something is an address by which a thing on the web can be named. */
export const isIri = (value: unknown): value is string =>
  typeof value === "string" && value.length <= longestIri && form.test(value) && URL.canParse(value);

/** Whatever is there, or nothing. */
export const anything = z.unknown().optional();

type Context = z.RefinementCtx;

/** Adds a problem, with its kind for whoever answers. */
function refuse(
  ctx: Context,
  message: string,
  kind: "malformed" | "too-large" = "malformed",
): typeof z.NEVER {
  ctx.addIssue({ code: "custom", message, params: { kind } });
  return z.NEVER;
}

/** The address of what is given as an address, as an object with one, or as a list of one of these. */
function addressIn(value: unknown): unknown {
  const one = Array.isArray(value) ? value[0] : value;
  return isObject(one) ? (one.id ?? one.href) : one;
}

/** A thing's own address: a text and nothing else, so that nobody reads another one out of it. */
export const ownId = anything.transform((value, ctx) =>
  isIri(value) ? value : refuse(ctx, "has to be a web address"),
);

/** Another thing's address, which has to be there. */
export const id = anything.transform((value, ctx) => {
  const found = addressIn(value);
  return isIri(found) ? found : refuse(ctx, "has to be a web address");
});

/** An address that may be missing, but must not be wrong. */
export const idOrNull = anything.transform((value, ctx) => {
  if (value === "" || list(value).length === 0) return null;
  const found = addressIn(value);
  return isIri(found) ? found : refuse(ctx, "has to be a web address");
});

/** An address that is nice to have: a wrong one counts as none. */
export const link = anything.transform((value) => {
  const found = addressIn(value);
  return isIri(found) ? found : null;
});

/** The page of something: of several forms the one for people. */
export const page = anything.transform((value) => {
  const all = list(value);
  const html = all.find((one) => isObject(one) && one.mediaType === "text/html");
  const found = addressIn(html ?? all[0]);
  return isIri(found) ? found : null;
});

/** A picture: an address, or an object with one at `url`. */
export const picture = anything.transform((value) => {
  const one = list(value)[0];
  const found = addressIn(isObject(one) && one.url !== undefined ? one.url : one);
  return isIri(found) ? found : null;
});

/** One or several as a list, without the empty ones. */
export const list = (value: unknown): unknown[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== undefined);

/** The same for a list that is refused when it is longer than any honest one. */
export function limitedList(value: unknown, ctx: Context): unknown[] {
  const all = list(value);
  if (all.length <= longestList) return all;
  refuse(ctx, `has more than ${longestList} entries`, "too-large");
  return [];
}

/** Who something is for: addresses, the public one spelled out. */
export const addresses = anything.transform((value, ctx) =>
  limitedList(value, ctx)
    .map(addressIn)
    .map((one) => (one === "as:Public" || one === "Public" ? publicAddress : one))
    .filter(isIri),
);

/** A text, or `null`. */
export const text = anything.transform((value, ctx) => {
  if (typeof value !== "string") return null;
  return value.length > longestText ? refuse(ctx, "is too long", "too-large") : value;
});

export const flag = anything.transform((value) => value === true || value === "true");

export const count = anything.transform((value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null,
);

/** A time (xsd:dateTime), or `null` for none, an unreadable one, and one before 1970 or after 9999. */
export const time = anything.transform((value) => {
  if (typeof value !== "string" || value.length > 40 || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value))
    return null;
  // Without a zone it is taken for universal time, not for this machine's.
  const at = new Date(/(?:Z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`);
  return at.getTime() >= 0 && at.getUTCFullYear() <= 9999 ? at : null;
});

export const objects = (value: unknown): JsonObject[] => list(value).filter(isObject);

/** The first of the types of a thing that is among those that we know. */
export function typeAmong<Type extends string>(value: unknown, known: readonly Type[]): Type | undefined {
  return list(value).find((one): one is Type => known.includes(one as Type));
}
