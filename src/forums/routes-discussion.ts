import { accepts } from "hono/accepts";
import { countText, discussionView, writesAs } from "../../views/forums/discussion.ts";
import { addedComment, newCount, noReplyForm, said, withoutProblems } from "../../views/forums/live.ts";
import { blank, commentForm, previewPart, type Writing } from "../../views/forums/writing.ts";
import { html } from "../../views/html.ts";
import { titleBar } from "../../views/layout/page.ts";
import { type Id, parseId } from "../core/id.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { openFor } from "../directory/index.ts";
import { card } from "../actors/index.ts";
import { sentPoll, unansweredIn } from "../polls/index.ts";
import { check, done, needsSignIn, type Request, wantsPart, type Web } from "../web/index.ts";
import { discussionHref } from "../workspaces/index.ts";
import { markSeen } from "./changes.ts";
import { discussionPage, onePost } from "./discussion-query.ts";
import { draftFor, dropDraft, saveDraft } from "./drafts.ts";
import { isAboutFiles, sentFiles } from "./form-files.ts";
import { commentInput, fileComment } from "./input.ts";
import { postHref } from "./links.ts";
import { setLocked, setPinned } from "./marks.ts";
import { movedTo } from "./moves-query.ts";
import { addComment } from "./operations.ts";
import { placedPost } from "./post-query.ts";
import { preview } from "./preview.ts";
import { askedOf, idOf, inPlace, ours, problemsOf, sent, slugOf, sortOf } from "./request.ts";
import { aroundOf } from "./around.ts";

const wantsActivity = (c: Request): boolean =>
  accepts(c, {
    header: "Accept",
    supports: ["text/html", "application/activity+json", "application/ld+json"],
    default: "text/html",
  }) !== "text/html";

/** What was kept for the answer to a post. */
async function kept(c: Request, parentId: Id): Promise<Writing> {
  const draft = c.var.ctx.actor ? await draftFor(c.var.ctx, { parentId }) : null;
  return draft ? { ...blank, source: draft.source, kept: draft.updated } : blank;
}

interface Given {
  /** What the form sent that is shown again, and what it answers. */
  parentId: Id;
  writing: Writing;
}

async function showDiscussion(c: Request, given?: Given, status: 200 | 422 = 200) {
  const { ctx, shell } = c.var;
  const id = idOf(c);
  const seen = ctx.clock();
  const replyTo = given && given.parentId !== id ? given.parentId : parseId(c.req.query("reply"));
  const discussion = await discussionPage(ctx, ours(c), slugOf(c), id, {
    sort: sortOf(c, "oldest"),
    page: Math.min(Number(/^\d{1,5}$/.exec(c.req.query("page") ?? "")?.[0] ?? 1), 99_999),
    around: replyTo ?? parseId(c.req.query("comment")),
  });
  const writes = discussion.may.comment;
  const reply =
    writes && replyTo !== null
      ? { parentId: replyTo, writing: given?.parentId === replyTo ? given.writing : await kept(c, replyTo) }
      : null;
  const writing = !writes ? blank : given?.parentId === id ? given.writing : await kept(c, id);
  const page = discussionView({
    shell: { ...shell, path: discussionHref(discussion.head.slug, id) },
    discussion,
    now: seen,
    open: openFor(c, discussion.iri),
    reply,
    writing,
    unanswered: unansweredIn(c),
  });
  if (discussion.may.member && discussion.news) await markSeen(ctx, id, seen);
  return c.html(page, status);
}

async function addCommentFrom(c: Request) {
  const { ctx, shell } = c.var;
  const discussionId = idOf(c);
  const { row: root, head } = await placedPost(ctx, ours(c), slugOf(c), discussionId);
  if (root.kind !== "discussion") throw notFound();
  needsSignIn(c);
  const { action, source, once, parentId: answered, all } = await sent(c);
  const parentId = answered ?? discussionId;
  const { row: parent } = await placedPost(ctx, ours(c), slugOf(c), parentId);
  if (parent.rootId !== discussionId) throw notFound();
  const files = await sentFiles(c, all, { place: parentId });
  const poll = sentPoll(all);
  const path = discussionHref(head.slug, discussionId);
  const common = { base: head.href, path, as: writesAs(shell), once: shell.once };
  const answers = parentId === discussionId ? null : card(parent.author, ours(c)).name;
  const form = (writing: Writing) => commentForm({ ...common, parentId, answers, writing });
  // htmx takes the title of the page from it.
  const title = (failed: boolean) =>
    html`<title>${titleBar(`${root.title ?? ""} · ${head.name}`, shell, failed)}</title>`;
  const show = async (more: Partial<Writing>, status: 200 | 422 = 200) => {
    const updated = (await draftFor(ctx, { parentId }))?.updated ?? null;
    const shown = { files: files.shown, problems: files.refused };
    const writing = { ...blank, ...shown, poll: poll.written, source, kept: updated, ...more };
    if (!wantsPart(c)) return showDiscussion(c, { parentId, writing }, status);
    return c.html(html`${title(status === 422)}${form(writing)}`, status);
  };

  if (action === "preview") {
    const text = await preview(ctx, source);
    return wantsPart(c) ? c.html(previewPart(text) ?? "") : show({ preview: text });
  }
  if (action === "draft") {
    await saveDraft(ctx, { parentId }, { source });
    return show({});
  }
  if (action === "discard") {
    await dropDraft(ctx, { parentId });
    return wantsPart(c) ? c.html(form(blank)) : done(c, path, "Draft discarded.");
  }
  if (isAboutFiles(action) || files.refused.length > 0) return show({}, files.refused.length > 0 ? 422 : 200);
  let id: Id;
  try {
    const form = files.given.length > 0 ? fileComment : commentInput;
    const input = check(form, { source }, files.undescribed);
    id = await addComment(ctx, { parentId, ...input, files: files.given, poll: poll.given, once });
  } catch (error) {
    return show({ problems: inPlace(problemsOf(error), parentId) }, 422);
  }
  const text = head.elsewhere ? `Sent to ${head.organisation}.` : "Comment added.";
  if (!wantsPart(c)) return done(c, postHref(head.slug, { id, rootId: discussionId }), text);
  const added = await onePost(ctx, ours(c), null, id);
  const after =
    parentId === discussionId
      ? form(blank)
      : html`${noReplyForm(parentId)}
        ${withoutProblems(commentForm({ ...common, parentId: discussionId, answers: null, writing: await kept(c, discussionId) }))}`;
  return c.html(
    html`${title(false)}${after}${addedComment(added.post, aroundOf(added, ctx.clock()), added.top, true)}
    ${newCount(countText(added.comments))} ${said(text, { stays: false })}`,
  );
}

/** A discussion's page, the comments below it, and what managers do with it. */
export function discussionRoutes(app: Web): void {
  app.get("/workspaces/:slug/discussions/:id", async (c) => {
    c.header("vary", "Accept");
    if (!wantsActivity(c)) {
      try {
        return await showDiscussion(c);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== "not found") throw error;
        const commentId = parseId(c.req.query("comment"));
        const moved = await movedTo(c.var.ctx, slugOf(c), { discussionId: idOf(c), commentId });
        if (!moved) throw error;
        return c.redirect(moved, 302);
      }
    }
    const { row } = await placedPost(c.var.ctx, ours(c), slugOf(c), idOf(c));
    return c.redirect(row.iri, 302);
  });

  app.post("/workspaces/:slug/discussions/:id/comments", addCommentFrom);
  // Where a form was shown again after it was sent, its address is this one: reloading it leads back.
  app.get("/workspaces/:slug/discussions/:id/comments", (c) =>
    c.redirect(discussionHref(slugOf(c), idOf(c)), 303),
  );

  app.get("/workspaces/:slug/discussions/:id/reply", async (c) => {
    const { ctx, shell } = c.var;
    const to = parseId(c.req.query("to"));
    if (to === null) throw notFound();
    const { head, post, discussionId } = await onePost(ctx, ours(c), slugOf(c), to);
    if (discussionId !== idOf(c)) throw notFound();
    const path = discussionHref(head.slug, discussionId);
    if (!wantsPart(c) || !post.may.reply) return c.redirect(`${path}?reply=${to}#reply-${to}`, 303);
    return c.html(
      commentForm({
        base: head.href,
        path,
        parentId: to,
        answers: post.author.name,
        as: writesAs(shell),
        once: shell.once,
        writing: await kept(c, to),
      }),
    );
  });

  const mark = (what: "pin" | "lock", set: typeof setPinned, words: [string, string]) =>
    app.post(`/workspaces/:slug/discussions/:id/${what}`, async (c) => {
      const { ctx } = c.var;
      const id = idOf(c);
      const { head } = await placedPost(ctx, ours(c), slugOf(c), id);
      const on = (await sent(c)).all.on === "yes";
      await set(ctx, { contentId: id, on });
      const path = discussionHref(head.slug, id);
      if (head.elsewhere) return done(c, path, askedOf(head, on ? `${what} this` : `un${what} this`));
      const undo = { path: `${path}/${what}`, fields: { on: on ? "no" : "yes" } };
      return done(c, path, words[on ? 0 : 1], "success", undo);
    });
  mark("pin", setPinned, ["Pinned to the top of the forum.", "Unpinned."]);
  mark("lock", setLocked, ["Locked. Only managers can add comments.", "Unlocked."]);
}
