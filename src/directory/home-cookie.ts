import { getCookie, setCookie } from "hono/cookie";
import type { Request } from "../web/index.ts";
import { hostIn, openingAddress } from "./addresses.ts";

const name = "home";
const year = 365 * 24 * 60 * 60;

/** Where a stranger said they are at home, the last time. */
export function homeOf(c: Request): string | null {
  const kept = getCookie(c, name);
  return kept ? hostIn(kept) : null;
}

/** Remembers it for a year: it serves nothing but to open links there. */
export function rememberHome(c: Request, host: string): void {
  setCookie(c, name, host, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: c.var.ctx.origin.startsWith("https:"),
    maxAge: year,
  });
}

/** The host, and where it opens an address for its own people. */
export const there = (host: string, uri: string) => ({ host, href: openingAddress(host, uri) });

/**
 * What `openAtHome` of `views/directory.ts` needs, for a page that somebody opened who is not signed in here:
 * null for members, who are at home.
 *
 * @param uri address (`iri`) of what the page shows
 */
export function openFor(c: Request, uri: string) {
  if (c.var.ctx.actor) return null;
  const home = homeOf(c);
  return { uri, home: home ? there(home, uri) : null, then: c.req.path };
}
