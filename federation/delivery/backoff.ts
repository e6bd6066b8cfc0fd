const minute = 60_000;

/** Longest pause between two tries, in milliseconds. */
export const longestPause = 12 * 60 * minute;

/**
 * Milliseconds until the next try after so many failures: five seconds (a restart), doubling to twelve hours, with
 * jitter of a quarter so that many peers that failed together do not return together.
 *
 * @param random 0 to 1
 */
export function backoff(failures: number, random: number = Math.random()): number {
  const pause = Math.min(5_000 * 2 ** Math.max(0, failures - 1), longestPause);
  return Math.round(pause * (0.75 + random / 2));
}

/** `Retry-After`: seconds or a date (RFC 9110, 10.2.3), as a moment; null where there is none. At most a day. */
export function retryAfter(value: string | null, now: Date): Date | null {
  if (!value) return null;
  const wait = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  if (!Number.isFinite(wait) || wait <= 0) return null;
  return new Date(now.getTime() + Math.min(wait, 24 * 60 * minute));
}
