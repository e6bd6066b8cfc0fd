import { savedPage } from "../../views/shelves.ts";
import { parseId } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { done, needsSignIn, type Web } from "../web/index.ts";
import { unsavePost } from "./operations.ts";
import { savedOf } from "./saved-query.ts";

/** What one saved. */
export function routes(app: Web): void {
  app.get("/me/saved", async (c) => {
    needsSignIn(c);
    const { ctx, shell } = c.var;
    const before = parseId(c.req.query("before")) ?? undefined;
    const { items, older } = await savedOf(ctx, shell.instance.name, { before });
    const pages = { newer: before ? "/me/saved" : null, older: older ? `/me/saved?before=${older}` : null };
    return c.html(savedPage({ shell, items, ...pages, now: ctx.clock() }));
  });

  app.post("/me/saved/:id/remove", async (c) => {
    needsSignIn(c);
    const id = parseId(c.req.param("id"));
    if (id === null) throw notFound();
    await unsavePost(c.var.ctx, id);
    return done(c, "/me/saved", "Removed from what you saved.");
  });
}
