import { filesView } from "../../views/resources/list.ts";
import { notFound } from "../core/refusal.ts";
import { ours, readableHead } from "../forums/index.ts";
import type { Web } from "../web/index.ts";
import { mayStart } from "../workspaces/index.ts";
import { chosenFolder, folderIri } from "./form.ts";
import { foldersOf, resourcesPage } from "./queries.ts";

/** The files and folders of a workspace. */
export function routes(app: Web): void {
  app.get("/workspaces/:slug/files", async (c) => {
    const { ctx, shell } = c.var;
    const head = await readableHead(c);
    const { folder: named, after } = c.req.query();
    const chosen = chosenFolder(named);
    const choices = named ? await foldersOf(ctx.store.db, head.id, chosen) : [];
    const folder = folderIri({ choices, chosen });
    if (named && !folder) throw notFound();
    const resources = await resourcesPage(ctx, head, ours(c), { folder, after });
    const starts = !!ctx.actor && mayStart(head.standing, ctx.actor);
    return c.html(filesView({ shell, head, resources, now: ctx.clock(), mayStart: starts }));
  });
}
