import { forMembers } from "../../apps/index.ts";
import type { Request, Web } from "../../web/index.ts";
import { apiOf } from "../api.ts";
import { ownAccount } from "../queries/own-account.ts";

/** Who has signed in, for apps that want to know no more (OpenID Connect Core 1.0, 5.3; Mastodon's names). */
export function userinfoRoutes(app: Web): void {
  const who = async (c: Request) => {
    const api = await apiOf(c);
    const account = await ownAccount(api);
    return c.json({
      iss: `${api.ctx.origin}/`,
      sub: account.uri,
      name: account.display_name,
      preferred_username: account.username,
      profile: account.url,
      picture: account.avatar,
    });
  };
  app.get("/oauth/userinfo", forMembers("profile"), who);
  app.post("/oauth/userinfo", forMembers("profile"), who);
}
