import { appsPage, endAppPage } from "../../../views/apps.ts";
import { parseId } from "../../core/id.ts";
import { notFound } from "../../core/refusal.ts";
import { done, needsSignIn, type Request, type Web } from "../../web/index.ts";
import { endApp } from "../operations.ts";
import { type OwnApp, ownApps } from "../queries.ts";
import { inWords } from "../scopes.ts";

const shown = ({ scopes, ...one }: OwnApp) => ({ ...one, abilities: inWords(scopes) });

async function ownApp(c: Request): Promise<OwnApp> {
  needsSignIn(c);
  const id = parseId(c.req.param("id"));
  const found = (await ownApps(c.var.ctx)).find((one) => one.id === id);
  if (!found) throw notFound();
  return found;
}

/** The apps that a member let in, and how to let them out. */
export function ownRoutes(app: Web): void {
  app.get("/me/apps", async (c) => {
    needsSignIn(c);
    const { ctx, shell } = c.var;
    return c.html(
      appsPage({ shell, host: ctx.host, apps: (await ownApps(ctx)).map(shown), now: ctx.clock() }),
    );
  });

  app.get("/me/apps/:id/end", async (c) => {
    const { id, name } = await ownApp(c);
    return c.html(endAppPage({ shell: c.var.shell, id, name }));
  });

  app.post("/me/apps/:id/end", async (c) => {
    const { id, name } = await ownApp(c);
    await endApp(c.var.ctx, id);
    return done(c, "/me/apps", `${name} is signed out`);
  });
}
