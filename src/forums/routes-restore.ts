import { eq } from "drizzle-orm";
import { removedContent } from "../../db/index.ts";
import { restoreView } from "../../views/forums/change.ts";
import { Refusal } from "../core/refusal.ts";
import { excerpt } from "../core/text.ts";
import { done, needsSignIn, type Request, type Web } from "../web/index.ts";
import { mayManage, onlyManagers } from "../workspaces/index.ts";
import { onePost } from "./discussion-query.ts";
import { postHref } from "./links.ts";
import { hiddenHere } from "./rules.ts";
import { restoreContent } from "./removals.ts";
import { askedOf, idOf, ours, slugOf } from "./request.ts";

/** What a manager removed, for a manager. */
async function removed(c: Request) {
  const placed = await onePost(c.var.ctx, ours(c), slugOf(c), idOf(c));
  needsSignIn(c);
  if (!mayManage(placed.head.standing)) throw onlyManagers();
  if (placed.post.hidden) throw hiddenHere();
  return placed;
}

/** A removal, taken back. */
export function restoreRoutes(app: Web): void {
  app.get("/workspaces/:slug/posts/:id/restore", async (c) => {
    const { head, post, discussionId, form } = await removed(c);
    const [words] = await c.var.ctx.store.db
      .select()
      .from(removedContent)
      .where(eq(removedContent.contentId, post.id));
    if (!words) throw new Refusal("conflict", "There is nothing here that a manager could restore.");
    const { title, html, reason } = words;
    const { id, kind, author } = post;
    const shown = { author: author.name, title, reason, excerpt: excerpt(html, 1000) };
    return c.html(restoreView({ shell: c.var.shell, head, id, discussionId, kind, form, ...shown }));
  });

  app.post("/workspaces/:slug/posts/:id/restore", async (c) => {
    const { head, post, discussionId } = await removed(c);
    await restoreContent(c.var.ctx, { contentId: post.id });
    const to = postHref(head.slug, { id: post.id, rootId: discussionId });
    if (head.elsewhere) return done(c, to, askedOf(head, "restore it"));
    const undo = { path: `${head.href}/posts/${post.id}/delete`, fields: {} };
    return done(c, to, "Restored.", "success", undo);
  });
}
