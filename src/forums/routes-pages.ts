import { pagesView } from "../../views/forums/pages.ts";
import type { Web } from "../web/index.ts";
import { mayStart } from "../workspaces/index.ts";
import { pagesPage } from "./pages-query.ts";
import { ours, readableHead } from "./request.ts";

/** The pages of a workspace. */
export function pagesRoutes(app: Web): void {
  app.get("/workspaces/:slug/pages", async (c) => {
    const { ctx, shell } = c.var;
    const head = await readableHead(c);
    const pages = await pagesPage(ctx, head, ours(c), { after: c.req.query("after") });
    const starts = !!ctx.actor && mayStart(head.standing, ctx.actor);
    return c.html(pagesView({ shell, head, pages, now: ctx.clock(), mayStart: starts }));
  });
}
