import type { Context as HonoContext, Hono } from "hono";
import type { Context } from "../context.ts";
import type { Shell } from "../../views/layout/page.ts";

/** What every request carries after the middleware in `app.ts`. */
export interface Variables {
  ctx: Context;
  shell: Shell;
  /** The visitor's address, through trusted proxies only. */
  address: string;
  requestId: string;
  /** Nonce of this answer's Content-Security-Policy. */
  secureHeadersNonce?: string;
  /** The cookie value of the session, where there is one. */
  sessionToken: string | null;
}

export type WebEnv = { Variables: Variables };
export type Web = Hono<WebEnv>;
export type Request = HonoContext<WebEnv>;
