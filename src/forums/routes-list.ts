import { draftText, previewPart, type Writing } from "../../views/forums/writing.ts";
import { forumView } from "../../views/forums/list.ts";
import { startView } from "../../views/forums/start.ts";
import { html } from "../../views/html.ts";
import { notFound, Refusal } from "../core/refusal.ts";
import { openFor } from "../directory/index.ts";
import { sentPoll } from "../polls/index.ts";
import { check, done, needsSignIn, type Request, wantsPart, type Web } from "../web/index.ts";
import { discussionHref, mayStart, type WorkspaceHead } from "../workspaces/index.ts";
import { draftFor, dropDraft, saveDraft } from "./drafts.ts";
import { discussionInput } from "./input.ts";
import { forumPage } from "./list-query.ts";
import { managersOf } from "./managers-query.ts";
import { openDiscussion } from "./operations.ts";
import { placedPost } from "./post-query.ts";
import { preview } from "./preview.ts";
import { isAboutFiles, sentFiles } from "./form-files.ts";
import { ours, inPlace, problemsOf, readableHead, sent, slugOf, sortOf } from "./request.ts";

/** The workspace, for one who may start a discussion in it. */
async function starting(c: Request): Promise<WorkspaceHead> {
  const head = await readableHead(c);
  const acting = needsSignIn(c);
  if (mayStart(head.standing, acting)) return head;
  throw new Refusal(
    "forbidden",
    head.standing.managersPost && head.member
      ? "Only managers start discussions in this workspace."
      : "Join this workspace to start a discussion.",
  );
}

/** The forum's list, and the form for a new discussion. */
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

  app.get("/workspaces/:slug/forum/new", async (c) => {
    const head = await starting(c);
    const draft = await draftFor(c.var.ctx, { workspaceId: head.id });
    const writing: Writing = {
      title: draft?.title ?? "",
      source: draft?.source ?? "",
      preview: null,
      kept: draft?.updated ?? null,
      problems: [],
      files: [],
    };
    return c.html(startView({ shell: c.var.shell, head, writing }));
  });

  app.post("/workspaces/:slug/forum/new", async (c) => {
    const { ctx, shell } = c.var;
    const head = await starting(c);
    const { action, title, source, once, all } = await sent(c);
    const files = await sentFiles(c, all, { place: "post" });
    const poll = sentPoll(all);
    const place = { workspaceId: head.id };
    const show = async (more: Partial<Writing>, status: 200 | 422 = 200) => {
      const kept = (await draftFor(ctx, place))?.updated ?? null;
      const writing: Writing = {
        title,
        source,
        preview: null,
        kept,
        problems: files.refused,
        files: files.shown,
        poll: poll.written,
        ...more,
      };
      return c.html(startView({ shell, head, writing }), status);
    };
    if (action === "preview") {
      const text = await preview(ctx, source);
      return wantsPart(c) ? c.html(previewPart(text) ?? "") : show({ preview: text });
    }
    if (action === "draft") {
      await saveDraft(ctx, place, { title, source });
      return show({});
    }
    if (isAboutFiles(action) || files.refused.length > 0)
      return show({}, files.refused.length > 0 ? 422 : 200);
    if (action === "discard") {
      await dropDraft(ctx, place);
      return done(c, `${head.href}/forum`, "Draft discarded.");
    }
    try {
      const input = check(discussionInput, { title, source }, files.undescribed);
      const id = await openDiscussion(ctx, {
        ...place,
        ...input,
        files: files.given,
        poll: poll.given,
        once,
      });
      return done(c, discussionHref(head.slug, id), startedText(head));
    } catch (error) {
      return show({ problems: inPlace(problemsOf(error), "post") }, 422);
    }
  });

  // htmx keeps what is typed: for a new discussion, or with `parent` for a comment.
  app.post("/workspaces/:slug/drafts", async (c) => {
    const { ctx } = c.var;
    const head = await readableHead(c);
    needsSignIn(c);
    const { title, source, parentId } = await sent(c);
    if (parentId === null) await saveDraft(ctx, { workspaceId: head.id }, { title, source });
    else {
      const { row } = await placedPost(ctx, ours(c), slugOf(c), parentId);
      if (row.deleted) throw notFound();
      await saveDraft(ctx, { parentId }, { source });
    }
    return c.html(html`${draftText(title.trim() || source.trim() ? ctx.clock() : null)}`);
  });
}

const startedText = (head: WorkspaceHead): string =>
  head.elsewhere ? `Sent to ${head.organisation}.` : "Discussion started.";
