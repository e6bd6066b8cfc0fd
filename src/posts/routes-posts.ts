import { messagesPage } from "../../views/posts/messages.ts";
import { deletePostPage, editPostPage, postHistoryPage } from "../../views/posts/pages.ts";
import { type OwnWriting, previewPart } from "../../views/posts/form.ts";
import { ownActions } from "../../views/posts/post.ts";
import { ownPostHref } from "../actors/index.ts";
import type { Id } from "../core/id.ts";
import { Refusal } from "../core/refusal.ts";
import { excerpt } from "../core/text.ts";
import { preview, versionsOf } from "../forums/index.ts";
import {
  check,
  done,
  type Fields,
  fields,
  needsSignIn,
  type Request,
  wantsPart,
  wayBack,
  type Web,
} from "../web/index.ts";
import { readThread } from "./conversations.ts";
import { postFor } from "./facts.ts";
import { postInput } from "./input.ts";
import { slugsOf } from "./named.ts";
import { editPost } from "./operations.ts";
import { threadOf } from "./queries.ts";
import { boostPost, likePost } from "./reactions.ts";
import { deletePost } from "./removals.ts";
import { beforeOf, idOf, ours, problemsOf, sentPost, slugOf } from "./request.ts";
import { blankPost, showThread } from "./routes-writing.ts";
import { conversationsOf } from "./talks.ts";

/** One's own post, to change. */
async function mine(c: Request) {
  const { ctx } = c.var;
  needsSignIn(c);
  const { post } = await threadOf(ctx, ours(c), slugOf(c), idOf(c));
  if (post.deleted) throw new Refusal("gone", "This has been deleted.");
  if (!post.mine) throw new Refusal("forbidden", "Only its author can change this.");
  return post;
}

/** The post in the path, for one who may see it and is signed in. */
async function seen(c: Request) {
  needsSignIn(c);
  return (await threadOf(c.var.ctx, ours(c), slugOf(c), idOf(c))).post;
}

/** A post of somebody's own, and what one does with it. */
export function ownPostRoutes(app: Web): void {
  app.get("/people/:slug/posts/:id", async (c) => {
    const { ctx } = c.var;
    const { post, rootId } = await threadOf(ctx, ours(c), slugOf(c), idOf(c));
    if (ctx.actor && post.visibility === "direct") await readThread(ctx, rootId);
    // An answer is not for more people than what it answers, unless its author chooses so.
    return showThread(c, slugOf(c), post.id, { ...blankPost, visibility: post.visibility });
  });

  app.get("/people/:slug/posts/:id/history", async (c) => {
    const { ctx, shell } = c.var;
    const { post } = await threadOf(ctx, ours(c), slugOf(c), idOf(c));
    if (post.deleted) throw new Refusal("gone", "This has been deleted, and its history with it.");
    const versions = await versionsOf(ctx.store.db, { ...post, title: post.warning });
    return c.html(postHistoryPage({ shell, post, versions }));
  });

  app.get("/people/:slug/posts/:id/edit", async (c) => {
    const { href, id } = await mine(c);
    const { ctx, shell } = c.var;
    const { source, warning, visibility } = await postFor(ctx, ctx.store.db, id);
    const writing = { ...blankPost, source: source ?? "", warning: warning ?? "", visibility };
    return c.html(editPostPage({ shell, href, writing }));
  });

  app.post("/people/:slug/posts/:id/edit", async (c) => {
    const { href, id, visibility } = await mine(c);
    const { ctx, shell } = c.var;
    const { action, source, warning } = await sentPost(c);
    const writing: OwnWriting = { ...blankPost, source, warning, visibility };
    if (action === "preview") {
      const text = await preview(ctx, source);
      if (wantsPart(c)) return c.html(previewPart(text) ?? "");
      return c.html(editPostPage({ shell, href, writing: { ...writing, preview: text } }));
    }
    try {
      check(postInput, { source, warning, visibility });
    } catch (error) {
      return c.html(editPostPage({ shell, href, writing: { ...writing, problems: problemsOf(error) } }), 422);
    }
    await editPost(ctx, { contentId: id, source, warning });
    return done(c, href, "Changes saved.");
  });

  app.get("/people/:slug/posts/:id/delete", async (c) => {
    const { href, html } = await mine(c);
    return c.html(deletePostPage({ shell: c.var.shell, href, excerpt: excerpt(html, 300) }));
  });

  app.post("/people/:slug/posts/:id/delete", async (c) => {
    const { id, visibility, author } = await mine(c);
    await deletePost(c.var.ctx, { contentId: id });
    return done(c, visibility === "direct" ? "/messages" : author.href, "Post deleted.");
  });

  // In its place where htmx asks; else back to where the button was pressed.
  const marked = async (c: Request, work: (contentId: Id, all: Fields) => Promise<string | undefined>) => {
    const { id, href } = await seen(c);
    const all = await fields(c);
    const said = await work(id, all);
    if (!wantsPart(c)) return done(c, wayBack(c, all.back, href, `post-${id}`), said);
    const { post } = await threadOf(c.var.ctx, ours(c), slugOf(c), id);
    const back = wayBack(c, all.back, href);
    return c.html(ownActions(post, { back }, { whole: back === href }));
  };
  app.post("/people/:slug/posts/:id/like", (c) =>
    marked(c, async (contentId, { liked }) => {
      await likePost(c.var.ctx, { contentId, liked: liked !== "no" });
      return undefined;
    }),
  );
  app.post("/people/:slug/posts/:id/boost", (c) =>
    marked(c, async (contentId, { boosted }) => {
      await boostPost(c.var.ctx, { contentId, boosted: boosted !== "no" });
      return boosted === "no" ? undefined : "Your followers see this post now.";
    }),
  );

  app.get("/messages", async (c) => {
    needsSignIn(c);
    const { ctx, shell } = c.var;
    const before = beforeOf(c);
    const list = await conversationsOf(ctx, ours(c), before);
    return c.html(messagesPage({ shell, ...list, before, now: ctx.clock() }));
  });

  // The ActivityPub address of a post, opened in a browser; other servers are answered before.
  app.get("/content/:id", async (c, next) => {
    const { ctx } = c.var;
    const id = idOf(c);
    const found = await postFor(ctx, ctx.store.db, id).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === "not found") return null;
      throw error;
    });
    if (!found) return next();
    const slug = (await slugsOf(ctx, [found.authorId])).get(found.authorId) ?? "";
    return c.redirect(ownPostHref(slug, id), 302);
  });
}
