/**
 * What apps take for granted of Mastodon's answers, each seen by taking it away: ids of digits that fit 64 bits, dates
 * with milliseconds, addresses in full, closed enumerations, and fields that are always there.
 */
export type Check = (value: unknown, at: string) => string[];

export const says = (fits: boolean, at: string, what: string): string[] => (fits ? [] : [`${at}: ${what}`]);
export const oneOf =
  (...values: unknown[]): Check =>
  (value, at) =>
    says(values.includes(value), at, `is none of ${values.join(", ")}: ${JSON.stringify(value)}`);
export const orNull =
  (check: Check): Check =>
  (value, at) =>
    value === null ? [] : check(value, at);
export const optional =
  (check: Check): Check =>
  (value, at) =>
    value === undefined ? [] : check(value, at);
export const listOf =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((one, n) => check(one, `${at}[${n}]`)) : [`${at}: is no list`];
export const object =
  (fields: Record<string, Check>): Check =>
  (value, at) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(fields).flatMap(([name, check]) =>
          check((value as Record<string, unknown>)[name], `${at}.${name}`),
        )
      : [`${at}: is no object`];

export const nothing = listOf((_, at) => [`${at}: there is none yet`]);
