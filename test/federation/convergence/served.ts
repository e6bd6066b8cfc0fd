import { Hono } from "hono";
import type { Federation } from "../../../federation/index.ts";
import type { Web, WebEnv } from "../../../src/web/index.ts";

/** What other servers ask for, without the pages: those take long to set up. */
export function served(federation: Federation): (request: Request) => Promise<Response> {
  const app: Web = new Hono<WebEnv>();
  app.use(async (c, next) => {
    c.set("address", "127.0.0.1");
    await next();
  });
  federation.routes(app);
  return async (request) => app.fetch(request);
}
