import type { Result } from "../core/result.ts";
import { type AgentProblem, RefusedAddress } from "./rules.ts";

/** What Node says of a request that cannot be written down. */
const unwritable = /^ERR_(INVALID_CHAR|INVALID_ARG|INVALID_HTTP_TOKEN|UNESCAPED_CHARACTERS|HTTP_INVALID_)/;

const certificates =
  /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)|ERR_SSL_|HOSTNAME_MISMATCH)/;

/** Puts what went wrong into words that are safe to show: no addresses, no internals. */
export function failure(error: unknown, timedOut: boolean): Result<never, AgentProblem> {
  const problem = (kind: AgentProblem, text: string): Result<never, AgentProblem> => ({
    ok: false,
    kind,
    problem: text,
  });
  const refusal = causes(error).find((cause) => cause instanceof RefusedAddress);
  if (refusal) return problem("refused", refusal.message);
  const codes = causes(error).map((cause) => String((cause as NodeJS.ErrnoException).code ?? ""));
  if (timedOut || codes.includes("ETIMEDOUT"))
    return problem("timeout", "The server did not answer in time.");
  if (codes.includes("HPE_HEADER_OVERFLOW")) return problem("too-large", "The answer is too large.");
  if (codes.some((code) => code.startsWith("HPE_")))
    return problem("invalid", "The server does not speak HTTP.");
  if (codes.some((code) => unwritable.test(code)))
    return problem("invalid", "The request could not be made.");
  if (codes.some((code) => certificates.test(code)))
    return problem("unreachable", "The server's certificate is not valid.");
  if (codes.some((code) => code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EAI_NODATA"))
    return problem("unreachable", "There is no server of that name.");
  return problem("unreachable", "The server cannot be reached.");
}

/** An error with everything that it wraps: several addresses tried in vain come as one `AggregateError`. */
function causes(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const wrapped = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...wrapped].flatMap((cause) => causes(cause, depth + 1))];
}
