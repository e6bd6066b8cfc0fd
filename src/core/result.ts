/** Failures of remote servers and of parsing are ordinary data. `problem` is safe to show. */
export type Result<T, Kind extends string = string> =
  { ok: true; value: T } | { ok: false; problem: string; kind?: Kind };
