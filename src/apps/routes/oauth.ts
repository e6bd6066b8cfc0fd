import { Refusal } from "../../core/refusal.ts";
import { check, parameters, type Parameters, type Request, type Web } from "../../web/index.ts";
import { appInput, tokenInput } from "../input.ts";
import { giveToken, giveUpToken, registerApp } from "../operations.ts";
import { type App, appById } from "../queries.ts";
import { knownScopes } from "../scopes.ts";

const application = ({ id, name, website, scopes, redirectUris }: App, vapidKey: string) => ({
  id: String(id),
  name,
  website,
  scopes: scopes.split(" "),
  redirect_uri: redirectUris.join("\n"),
  redirect_uris: redirectUris,
  vapid_key: vapidKey,
});

/** Id and secret of a client may come as HTTP Basic (RFC 6749, 2.3.1). */
function withBasic(c: Request, given: Parameters): Parameters {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (!encoded) return given;
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const plain = (text: string) => {
    try {
      return decodeURIComponent(text.replaceAll("+", " "));
    } catch {
      return text;
    }
  };
  return { ...given, client_id: plain(id), client_secret: plain(secret.join(":")) };
}

/** What apps ask for without a page: to be registered, and tokens. */
export function oauthRoutes(app: Web, { vapidKey }: { vapidKey: string }): void {
  app.post("/api/v1/apps", async (c) => {
    const input = check(appInput, await parameters(c));
    const { app: made, secret } = await registerApp(c.var.ctx, input, c.var.address);
    return c.json({
      ...application(made, vapidKey),
      client_id: made.clientId,
      client_secret: secret,
      client_secret_expires_at: 0,
    });
  });

  app.get("/api/v1/apps/verify_credentials", async (c) => {
    const { grant, ctx } = c.var;
    const found = grant ? await appById(ctx.store.db, grant.appId) : null;
    if (!found) throw new Refusal("not signed in", "The access token is invalid");
    return c.json(application(found, vapidKey));
  });

  app.post("/oauth/token", async (c) => {
    const input = check(tokenInput, withBasic(c, await parameters(c)));
    const given = await giveToken(c.var.ctx, input, c.var.address);
    c.header("cache-control", "no-store");
    if (!given.ok) {
      const status = given.kind === "invalid_client" ? 401 : 400;
      return c.json({ error: given.kind, error_description: given.problem }, status);
    }
    const { token, scopes, created } = given.value;
    return c.json({
      access_token: token,
      token_type: "Bearer",
      scope: scopes,
      created_at: Math.floor(created.getTime() / 1000),
    });
  });

  app.post("/oauth/revoke", async (c) => {
    const given = withBasic(c, await parameters(c));
    const text = (name: string) => (typeof given[name] === "string" ? given[name] : undefined);
    const done = await giveUpToken(c.var.ctx, {
      clientId: text("client_id"),
      secret: text("client_secret"),
      token: text("token"),
    });
    if (done) return c.json({});
    const problem = "The secret is not the client's.";
    return c.json({ error: "unauthorized_client", error_description: problem }, 403);
  });

  app.get("/.well-known/oauth-authorization-server", (c) => {
    const { origin } = c.var.ctx;
    return c.json({
      issuer: `${origin}/`,
      service_documentation: "https://docs.joinmastodon.org/",
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      app_registration_endpoint: `${origin}/api/v1/apps`,
      userinfo_endpoint: `${origin}/oauth/userinfo`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      scopes_supported: knownScopes,
      response_types_supported: ["code"],
      response_modes_supported: ["query"],
      grant_types_supported: ["authorization_code", "client_credentials"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      code_challenge_methods_supported: ["S256"],
    });
  });
}
