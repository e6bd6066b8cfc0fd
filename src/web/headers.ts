import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { WebEnv } from "./types.ts";

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "media-src 'self'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
  ].join("; ");

const always: readonly (readonly [string, string])[] = [
  // What a member sees is for that member: no cache on the way keeps it, unless a route says otherwise.
  ["cache-control", "private, no-cache"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["origin-agent-cluster", "?1"],
  ["referrer-policy", "same-origin"],
  ["x-content-type-options", "nosniff"],
  ["x-dns-prefetch-control", "off"],
  ["x-download-options", "noopen"],
  ["x-frame-options", "DENY"],
  ["x-permitted-cross-domain-policies", "none"],
  ["x-xss-protection", "0"],
];

/**
 * The headers of every answer to a browser; a route's own take their place. They are given to Node's response at once:
 * to add them to the web's `Response` afterwards makes a whole one of it, which costs as much as to write the page.
 *
 * @param secure whether the instance is reached by https only
 */
export function pageHeaders({ secure }: { secure: boolean }): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const nonce = randomUUID();
    c.set("nonce", nonce);
    const { outgoing } = c.env;
    for (const [name, value] of always) outgoing.setHeader(name, value);
    outgoing.setHeader("content-security-policy", policy(nonce));
    if (secure) outgoing.setHeader("strict-transport-security", "max-age=31536000");
    await next();
  };
}
