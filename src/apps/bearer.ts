import type { MiddlewareHandler } from "hono";
import { signedIn } from "../context.ts";
import type { Acting, Context } from "../context.ts";
import { Refusal } from "../core/refusal.ts";
import type { Request, WebEnv } from "../web/index.ts";
import { grantOf } from "./queries.ts";
import { covers } from "./scopes.ts";

/** The token that a request shows: as a header, or where none can be set (a stream) in the query. */
export function tokenIn(c: Request): string | null {
  const [, shown] = /^bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  return shown ?? c.req.query("access_token") ?? null;
}

/** Who asks, by the app's token. A request without one is a stranger's; a token that holds no more is refused. */
export function bearer(contextFor: (acting: Acting | null) => Context): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const token = tokenIn(c);
    if (token) {
      const { store, clock } = c.get("ctx");
      const found = await grantOf(store, token, clock());
      if (!found) throw new Refusal("not signed in", "The access token is invalid");
      c.set("grant", found.grant);
      c.set("ctx", contextFor(found.acting));
    }
    await next();
  };
}

function inScope(c: Request, scope: string): void {
  const grant = c.get("grant");
  if (grant && !covers(grant.scopes, scope)) {
    throw new Refusal("forbidden", "This action is outside the authorized scopes");
  }
}

/** For members whose app may do this. */
export function forMembers(scope: string): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (!c.get("grant")) throw new Refusal("not signed in", "The access token is invalid");
    inScope(c, scope);
    signedIn(c.get("ctx"));
    await next();
  };
}

/** For everybody; what is answered is what the asker may see. */
export function forAnyone(scope: string): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    inScope(c, scope);
    await next();
  };
}
