import { deleteCookie, setCookie } from "hono/cookie";
import type { Request } from "../web/index.ts";

/** Name of the cookie; the prefix keeps a subdomain from setting one of its own (RFC 6265bis, 4.1.3.2). */
export const sessionCookie = (secure: boolean): string => (secure ? "__Host-session" : "session");

const isSecure = (c: Request): boolean => c.var.ctx.origin.startsWith("https:");

/** Gives the browser the session's token. When it ends is for the server to say; browsers allow 400 days. */
export function keepSession(c: Request, token: string): void {
  const secure = isSecure(c);
  setCookie(c, sessionCookie(secure), token, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure,
    maxAge: 400 * 24 * 60 * 60,
  });
}

export function dropSession(c: Request): void {
  const secure = isSecure(c);
  deleteCookie(c, sessionCookie(secure), { path: "/", secure });
}
