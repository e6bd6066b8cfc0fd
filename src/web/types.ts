import type { HttpBindings } from "@hono/node-server";
import type { Context as HonoContext, Hono } from "hono";
import type { Context } from "../context.ts";
import type { Shell } from "../../views/layout/page.ts";

/** What an app that asks may do, and for whom it asks. */
export interface Grant {
  appId: number;
  /** SHA-256 of the token. */
  tokenHash: string;
  scopes: string;
}

/** What every request carries after the middleware in `app.ts`. */
export interface Variables {
  ctx: Context;
  shell: Shell;
  /** The visitor's address, through trusted proxies only. */
  address: string;
  requestId: string;
  /** Nonce of this answer's Content-Security-Policy. */
  nonce: string;
  /** The cookie value of the session, where there is one. */
  sessionToken: string | null;
  /** Of a request that shows an app's token. */
  grant: Grant | null;
  /** Where else than here the form of this page may lead, as a Content-Security-Policy says it. */
  formTarget: string | null;
}

export type WebEnv = { Variables: Variables; Bindings: HttpBindings };
export type Web = Hono<WebEnv>;
export type Request = HonoContext<WebEnv>;
