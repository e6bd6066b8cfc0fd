import type { MiddlewareHandler } from "hono";
import type { Web, WebEnv } from "../web/index.ts";
import { authorizeRoutes } from "./routes/authorize.ts";
import { oauthRoutes } from "./routes/oauth.ts";
import { ownRoutes } from "./routes/own.ts";

/**
 * Pages of any site may ask, because a token decides and no cookie does. Given to Node's response at once: to add a
 * header to the web's `Response` makes a whole one of it.
 */
export const fromAnywhere: MiddlewareHandler<WebEnv> = async (c, next) => {
  const { outgoing } = c.env;
  outgoing.setHeader("access-control-allow-origin", "*");
  outgoing.setHeader(
    "access-control-expose-headers",
    "Link,X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset",
  );
  if (c.req.method !== "OPTIONS") return next();
  outgoing.setHeader("access-control-allow-methods", "GET,POST,PUT,PATCH,DELETE,OPTIONS");
  outgoing.setHeader("access-control-allow-headers", "Authorization,Content-Type,Idempotency-Key");
  outgoing.setHeader("access-control-max-age", "86400");
  return c.body(null, 204);
};

/**
 * An app opens the page in a window of its own and waits for it to come back: the windows must not be parted (no
 * Cross-Origin-Opener-Policy, on the way through sign-in either), and the form may lead to the app.
 */
export const opensForApps: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next();
  const { outgoing } = c.env;
  outgoing.removeHeader("cross-origin-opener-policy");
  const target = c.get("formTarget");
  const policy = outgoing.getHeader("content-security-policy");
  if (target && typeof policy === "string") {
    outgoing.setHeader(
      "content-security-policy",
      policy.replace("form-action 'self'", `form-action 'self' ${target}`),
    );
  }
};

/** What apps ask for without a page. */
export const apiRoutes = oauthRoutes;

/** The pages where members let apps in and out. */
export function routes(app: Web): void {
  authorizeRoutes(app);
  ownRoutes(app);
}
