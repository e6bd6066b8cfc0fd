/** An address as nearly all are written: lower case, no user name, no back slash, so that its beginning is its origin. */
const usual = /^https?:\/\/[a-z0-9.-]+(?::\d+)?\//;

/** Whether two addresses have scheme, host and port in common: only then may one speak for the other (FEP-fe34). */
export function sameOrigin(one: string, other: string): boolean {
  const start = usual.exec(one)?.[0];
  // What begins alike needs no parsing; whatever does not is looked at closely.
  if (start && other.startsWith(start)) return URL.canParse(one) && URL.canParse(other);
  const origin = URL.parse(one)?.origin;
  return !!origin && origin !== "null" && origin === URL.parse(other)?.origin;
}
