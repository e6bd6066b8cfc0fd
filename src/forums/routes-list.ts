import { draftText } from "../../views/forums/writing.ts";
import { forumView } from "../../views/forums/list.ts";
import { html } from "../../views/html.ts";
import { notFound } from "../core/refusal.ts";
import { openFor } from "../directory/index.ts";
import { needsSignIn, type Web } from "../web/index.ts";
import { mayStart } from "../workspaces/index.ts";
import { saveDraft } from "./drafts.ts";
import { writtenForms } from "./forms.ts";
import { forumPage } from "./list-query.ts";
import { managersOf } from "./managers-query.ts";
import { placedPost } from "./post-query.ts";
import { ours, readableHead, sent, slugOf, sortOf } from "./request.ts";

/** The forum's list, and what is kept of a new post while it is written. */
export function listRoutes(app: Web): void {
  app.get("/workspaces/:slug/forum", async (c) => {
    const { ctx, shell } = c.var;
    const head = await readableHead(c);
    const [forum, managers] = await Promise.all([
      forumPage(ctx, head, ours(c), { sort: sortOf(c, "newest"), after: c.req.query("after") }),
      managersOf(ctx, head.id, ours(c)),
    ]);
    return c.html(
      forumView({
        shell,
        head,
        forum,
        managers,
        now: ctx.clock(),
        mayStart: !!ctx.actor && mayStart(head.standing, ctx.actor),
        open: openFor(c, head.iri),
      }),
    );
  });

  // htmx keeps what is typed: for a new discussion, or with `parent` for a comment.
  app.post("/workspaces/:slug/drafts", async (c) => {
    const { ctx } = c.var;
    const head = await readableHead(c);
    needsSignIn(c);
    const { title, source, parentId, all } = await sent(c);
    const form = writtenForms.find((one) => one === all.form);
    if (parentId === null) await saveDraft(ctx, { workspaceId: head.id, form }, { title, source });
    else {
      const { row } = await placedPost(ctx, ours(c), slugOf(c), parentId);
      if (row.deleted) throw notFound();
      await saveDraft(ctx, { parentId }, { source });
    }
    return c.html(html`${draftText(title.trim() || source.trim() ? ctx.clock() : null)}`);
  });
}
