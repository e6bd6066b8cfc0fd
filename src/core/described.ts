/**
 * An error for the log, with its causes. What was to be written into the database is left out: it may be a letter, an
 * address, the hash of a password.
 */
export function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = (error.stack ?? String(error)).replace(/\nparams: [^]*?(?=\n {4}at |$)/, "");
  return error.cause instanceof Error ? `${stack}\nCause: ${described(error.cause)}` : stack;
}
