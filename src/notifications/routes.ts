import { notificationsPage } from "../../views/notifications.ts";
import { parseId } from "../core/id.ts";
import { notFound } from "../core/refusal.ts";
import { done, needsSignIn, type Web } from "../web/index.ts";
import { markRead } from "./operations.ts";
import { notificationsOf, targetOf } from "./queries.ts";

/** What one is told. */
export function routes(app: Web): void {
  app.get("/notifications", async (c) => {
    needsSignIn(c);
    const { ctx, shell } = c.var;
    const before = parseId(c.req.query("before")) ?? undefined;
    const { items, more } = await notificationsOf(ctx, shell.instance.name, { before });
    const older = more ? `/notifications?before=${items.at(-1)!.id}` : null;
    const newer = before ? "/notifications" : null;
    return c.html(notificationsPage({ shell, items, older, newer, now: ctx.clock() }));
  });

  app.post("/notifications/read", async (c) => {
    needsSignIn(c);
    await markRead(c.var.ctx);
    return done(c, "/notifications", "All notifications are marked as read.");
  });

  // A link, so that it opens in a tab of its own too; to open it twice does no more than once.
  app.get("/notifications/:id", async (c) => {
    needsSignIn(c);
    const id = parseId(c.req.param("id"));
    if (!id) throw notFound();
    const target = await targetOf(c.var.ctx, id);
    await markRead(c.var.ctx, id);
    return c.redirect(target, 303);
  });
}
